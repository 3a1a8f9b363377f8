package dev.tigrit.sessions.store;

import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.starter.key.Sensitive;

/** What a create came to. */
public sealed interface Creation {

    /** @param evicted how many of the user's oldest sessions had to go for it */
    record Created(SessionRecord.Times times, long evicted) implements Creation {}

    /** The same request was answered before with that secret; the hash is of the session's current one, another after a rotation. */
    record Replayed(SessionId session, SessionRecord.Times times, Sensitive sealed, Sensitive secretHash)
            implements Creation {}

    /** The replay's key came with another request. */
    record OtherRequest() implements Creation {}

    /** The same request was answered before, but its session is over. */
    record Ended() implements Creation {}

    /** The user has as many sessions as one may have, and none is to be evicted. */
    record LimitReached() implements Creation {}

    /** How many sessions a user may have, and whether the oldest makes room for a new one; else the new one is refused. */
    record Limit(int most, boolean evictOldest) {}
}
