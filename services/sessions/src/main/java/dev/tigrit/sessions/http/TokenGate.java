package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Attempt;
import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.SessionToken;
import dev.tigrit.sessions.session.TokenCheck;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.sessions.store.SupersededTokens;
import dev.tigrit.starter.problem.ProblemException;
import java.time.Clock;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Lets only a genuine token go on to the store. */
@Component
final class TokenGate {

    private final Tokens tokens;
    private final SupersededTokens superseded;
    private final Clock clock;

    TokenGate(Tokens tokens, SupersededTokens superseded, Clock clock) {
        this.tokens = tokens;
        this.superseded = superseded;
        this.clock = clock;
    }

    /** @return the token, signed here and not past its absolute deadline; fails with what the client gets */
    Mono<SessionToken> live(String token, Attempt attempt) {
        return issued(token, attempt, expired -> Mono.error(attempt.refused(Refusal.EXPIRED, expired.session())));
    }

    /**
     * The store refuses a token that was let on.
     *
     * @return the problem that the client gets
     */
    ProblemException refused(Refusal reason, SessionToken token, Attempt attempt) {
        if (reason == Refusal.SUPERSEDED) {
            superseded.refused(token.session());
        }
        return attempt.refused(reason, token.session());
    }

    /**
     * As {@link #live}.
     *
     * @param whenExpired what to do with a token of this service whose absolute deadline has passed
     */
    Mono<SessionToken> issued(String token, Attempt attempt, Function<SessionToken, Mono<SessionToken>> whenExpired) {
        return switch (tokens.check(token, clock.instant())) {
            case TokenCheck.Genuine(var genuine) -> Mono.just(genuine);
            case TokenCheck.Expired(var expired) -> whenExpired.apply(expired);
            case TokenCheck.Refused(var reason) -> Mono.error(attempt.refused(reason, null));
            case TokenCheck.Undecided() -> Mono.error(attempt.unavailable(SessionProblem.KEY_UNAVAILABLE));
        };
    }
}
