package dev.tigrit.sessions.http;

import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionRecord;

/** The answer of RFC 7662 section 2.2; of an inactive token nothing but that is said. */
sealed interface Introspection {

    boolean active();

    /**
     * Whose token it is.
     *
     * @param sub {@code user_id}
     * @param sid {@code session_id}
     * @param exp the deadline that comes first, seconds since 1970
     * @param iat when the session was created, seconds since 1970
     */
    record Active(boolean active, String sub, String sid, String tokenType, long exp, long iat)
            implements Introspection {

        static Active of(SessionId session, SessionRecord record) {
            var times = record.times();
            return new Active(
                    true,
                    record.details().userId(),
                    session.text(),
                    "Bearer",
                    // The idle deadline is never past the absolute one.
                    times.idleDeadline().getEpochSecond(),
                    times.created().getEpochSecond());
        }
    }

    /** Unknown, forged, expired, ended: one answer for all of them. */
    record Inactive(boolean active) implements Introspection {
        static final Inactive ANSWER = new Inactive(false);
    }
}
