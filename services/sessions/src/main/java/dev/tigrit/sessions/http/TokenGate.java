package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Audit.Attempt;
import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.sessions.session.Tokens.Check.Genuine;
import dev.tigrit.sessions.store.RevocationFeed;
import dev.tigrit.starter.problem.ProblemException;
import java.time.Clock;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Checks a token before the store is asked to change its session. */
@Component
record TokenGate(Tokens tokens, RevocationFeed feed, Clock clock) {

    /** @return the token if it is genuine and not expired; fails with the problem that the client gets */
    Mono<Genuine> live(String token, Attempt attempt) {
        return check(token, attempt, session -> Mono.error(attempt.refused(Refusal.EXPIRED, session)));
    }

    /** @param whenExpired the result for a genuine token whose absolute deadline has passed */
    Mono<Genuine> check(String token, Attempt attempt, Function<SessionId, Mono<Genuine>> whenExpired) {
        return switch (tokens.check(token, clock.instant())) {
            case Genuine genuine -> Mono.just(genuine);
            case Tokens.Check.Expired(var session) -> whenExpired.apply(session);
            case Tokens.Check.Refused(var reason) -> Mono.error(attempt.refused(reason, null));
            case Tokens.Check.Undecided() -> Mono.error(attempt.unavailable(SessionProblem.KEY_UNAVAILABLE));
        };
    }

    /** @return the problem that the client gets when the store refuses a genuine token */
    ProblemException refused(Refusal reason, SessionId session, Attempt attempt) {
        if (reason == Refusal.SUPERSEDED) {
            feed.reportSuperseded(session);
        }
        return attempt.refused(reason, session);
    }
}
