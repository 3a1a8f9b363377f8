package dev.tigrit.sessions.store;

import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.starter.key.Sensitive;
import java.time.Duration;

/** What a rotation came to. */
public sealed interface Rotation {

    record Rotated(SessionRecord.Times times) implements Rotation {}

    /** The token was rotated before with that salt and its overlap lasts: the answer to a request that came twice. */
    record RotatedBefore(SessionRecord.Times times, Sensitive salt) implements Rotation {}

    record Refused(Refusal reason) implements Rotation {}

    /**
     * The new secret's hash, the salt that made it, how long the old token is accepted, and how long after a rotation, or an
     * overlap that one cut short, another with an older token counts as a race.
     */
    record Successor(Sensitive hash, Sensitive salt, Duration overlap, Duration grace) {}
}
