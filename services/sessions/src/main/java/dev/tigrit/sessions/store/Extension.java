package dev.tigrit.sessions.store;

import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionRecord;

/** What an extension came to. */
public sealed interface Extension {

    /** The deadlines now; within the throttle window they are those of before. */
    record Extended(SessionRecord.Times times) implements Extension {}

    record Refused(Refusal reason) implements Extension {}
}
