package dev.tigrit.sessions.audit;

import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.StoreUnavailableException;
import dev.tigrit.starter.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One operation that somebody asks for. Exactly one of these methods says how it ended; what they return is the problem that the client
 * gets.
 *
 * @param caller the service that asks, or null when nobody in particular does
 */
public record Attempt(
        Audit audit, Audit.Operation operation, @Nullable String caller) {

    public void succeeded(SessionId session) {
        audit.count(operation, null);
        if (!operation.isQuiet()) {
            audit.line(this, null, session, null);
        }
    }

    /** What was asked concerns all sessions of a user. */
    public void succeededForUser(byte[] userRef) {
        audit.count(operation, null);
        audit.line(this, null, null, userRef);
    }

    /** What was asked concerns nobody's session. */
    public void succeeded() {
        audit.count(operation, null);
        audit.line(this, null, null, null);
    }

    /** Sessions that had to go for a new one; none is no news. */
    public void evicted(long sessions, byte[] userRef) {
        if (sessions > 0) {
            audit.evicted(this, sessions, userRef);
        }
    }

    /** The token is not accepted; the session is the one that it names, or null when it proves none. */
    public ProblemException refused(Refusal reason, @Nullable SessionId session) {
        audit.count(operation, reason);
        audit.line(this, reason, session, null);
        return reason.problem().exception();
    }

    /** The store's answer does not allow it. */
    public ProblemException conflict(SessionProblem problem, byte[] userRef) {
        audit.count(operation, problem);
        audit.line(this, problem, null, userRef);
        return problem.exception();
    }

    /** Nothing can be known. */
    public ProblemException unavailable(SessionProblem problem) {
        audit.count(operation, problem);
        return problem.exception();
    }

    /** Makes a store that does not answer the problem that the client gets. */
    public <T> Mono<T> orUnavailable(Mono<T> work) {
        return work.onErrorMap(StoreUnavailableException.class, _ -> unavailable(SessionProblem.STORE_UNAVAILABLE));
    }
}
