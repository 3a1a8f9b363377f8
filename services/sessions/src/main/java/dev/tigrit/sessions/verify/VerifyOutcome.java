package dev.tigrit.sessions.verify;

import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.starter.key.Sensitive;

/** Three answers that never mix: it is valid, it is not, nothing is known. */
public sealed interface VerifyOutcome {

    /** @param secretHash SHA-256 of the token's random part, which the record accepts */
    record Valid(SessionId session, Sensitive secretHash, SessionRecord record) implements VerifyOutcome {}

    record Invalid(Refusal reason) implements VerifyOutcome {}

    /** @param problem what is missing to tell: the store or the key */
    record Unknown(SessionProblem problem) implements VerifyOutcome {}
}
