package dev.tigrit.sessions.store;

import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.starter.key.Sensitive;
import java.time.Duration;

/** What a rotation came to. */
public sealed interface Rotation {

    record Rotated(SessionRecord.Times times) implements Rotation {}

    /**
     * The token was rotated before and its overlap lasts: the answer to a request that came twice.
     *
     * @param salt what its successor was made with
     */
    record RotatedBefore(SessionRecord.Times times, Sensitive salt) implements Rotation {}

    record Refused(Refusal reason) implements Rotation {}

    /**
     * The new secret and how the old one ends.
     *
     * @param hash SHA-256 of the new secret
     * @param salt what it was made with
     * @param overlap how long the old token is accepted
     * @param grace how long after a rotation, or an overlap that a rotation cut short, one with an older token counts as a race
     */
    record Successor(Sensitive hash, Sensitive salt, Duration overlap, Duration grace) {}
}
