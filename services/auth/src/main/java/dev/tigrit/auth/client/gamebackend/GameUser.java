package dev.tigrit.auth.client.gamebackend;

import java.time.Duration;

/** What became of asking the Game backend for its user. */
public sealed interface GameUser {

    /** The user exists there under that id. */
    record Ensured(String id) implements GameUser {}

    /** The Game does not take this user's data: asking again is of no use. */
    record Refused() implements GameUser {}

    /**
     * No usable answer in time.
     *
     * @param retryAfter when it is worth asking again
     */
    record Unavailable(Duration retryAfter) implements GameUser {}
}
