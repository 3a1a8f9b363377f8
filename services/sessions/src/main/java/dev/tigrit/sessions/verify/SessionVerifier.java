package dev.tigrit.sessions.verify;

import dev.tigrit.sessions.audit.Attempt;
import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.sessions.session.StoreUnavailableException;
import dev.tigrit.sessions.session.TokenCheck;
import dev.tigrit.sessions.session.Tokens;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Decides on a token: first by its MAC and absolute expiry alone, then with one look into the store. Whatever goes wrong
 * there is {@link VerifyOutcome.Unknown}, never a verdict.
 *
 * @param superseded is told of each session whose superseded token is refused
 */
public record SessionVerifier(
        Tokens tokens, Function<SessionId, Mono<SessionRecord>> store, Consumer<SessionId> superseded) {

    /** Always emits one outcome and never fails; the attempt has it already. */
    public Mono<VerifyOutcome> verify(String token, Instant now, Attempt attempt) {
        return switch (tokens.check(token, now)) {
            case TokenCheck.Genuine genuine -> lookUp(genuine, now, attempt);
            case TokenCheck.Expired(var session) -> Mono.just(invalid(Refusal.EXPIRED, session, attempt));
            case TokenCheck.Refused(var reason) -> Mono.just(invalid(reason, null, attempt));
            case TokenCheck.Undecided() -> Mono.just(unknown(SessionProblem.KEY_UNAVAILABLE, attempt));
        };
    }

    private Mono<VerifyOutcome> lookUp(TokenCheck.Genuine token, Instant now, Attempt attempt) {
        return store.apply(token.session())
                .map(found -> decide(token, found, now, attempt))
                .switchIfEmpty(Mono.fromSupplier(() -> invalid(Refusal.ENDED, token.session(), attempt)))
                .onErrorResume(
                        StoreUnavailableException.class,
                        _ -> Mono.just(unknown(SessionProblem.STORE_UNAVAILABLE, attempt)));
    }

    private VerifyOutcome decide(TokenCheck.Genuine token, SessionRecord found, Instant now, Attempt attempt) {
        var session = token.session();
        if (!found.hashes().accept(token.secretHash(), now)) {
            superseded.accept(session);
            return invalid(Refusal.SUPERSEDED, session, attempt);
        }
        var latest = now.minus(Tokens.CLOCK_TOLERANCE);
        if (latest.isAfter(found.times().absoluteDeadline())) {
            return invalid(Refusal.EXPIRED, session, attempt);
        }
        if (latest.isAfter(found.times().idleDeadline())) {
            return invalid(Refusal.IDLE, session, attempt);
        }
        attempt.succeeded(session);
        return new VerifyOutcome.Valid(session, token.secretHash(), found);
    }

    private static VerifyOutcome invalid(Refusal reason, @Nullable SessionId session, Attempt attempt) {
        attempt.refused(reason, session);
        return new VerifyOutcome.Invalid(reason);
    }

    private static VerifyOutcome unknown(SessionProblem problem, Attempt attempt) {
        attempt.unavailable(problem);
        return new VerifyOutcome.Unknown(problem);
    }
}
