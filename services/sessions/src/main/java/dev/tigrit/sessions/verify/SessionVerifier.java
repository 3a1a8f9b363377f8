package dev.tigrit.sessions.verify;

import dev.tigrit.sessions.audit.Audit.Attempt;
import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.sessions.session.StoreUnavailableException;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.starter.key.Sensitive;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Decides on a token: first by its MAC and absolute expiry alone, then with one look into the store. Whatever goes wrong
 * there is {@link Outcome.Unknown}, never a verdict.
 *
 * @param superseded is told of each session whose superseded token is refused
 */
public record SessionVerifier(
        Tokens tokens, Function<SessionId, Mono<SessionRecord>> store, Consumer<SessionId> superseded) {

    /** Always emits one outcome and never fails; the attempt has it already. */
    public Mono<Outcome> verify(String token, Instant now, Attempt attempt) {
        return switch (tokens.check(token, now)) {
            case Tokens.Check.Genuine genuine -> lookUp(genuine, now, attempt);
            case Tokens.Check.Expired(var session) -> Mono.just(invalid(Refusal.EXPIRED, session, attempt));
            case Tokens.Check.Refused(var reason) -> Mono.just(invalid(reason, null, attempt));
            case Tokens.Check.Undecided() -> Mono.just(unknown(SessionProblem.KEY_UNAVAILABLE, attempt));
        };
    }

    private Mono<Outcome> lookUp(Tokens.Check.Genuine token, Instant now, Attempt attempt) {
        return store.apply(token.session())
                .map(found -> decide(token, found, now, attempt))
                .switchIfEmpty(Mono.fromSupplier(() -> invalid(Refusal.ENDED, token.session(), attempt)))
                .onErrorResume(
                        StoreUnavailableException.class,
                        _ -> Mono.just(unknown(SessionProblem.STORE_UNAVAILABLE, attempt)));
    }

    private Outcome decide(Tokens.Check.Genuine token, SessionRecord found, Instant now, Attempt attempt) {
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
        return new Outcome.Valid(session, token.secretHash(), found);
    }

    private static Outcome invalid(Refusal reason, @Nullable SessionId session, Attempt attempt) {
        attempt.refused(reason, session);
        return new Outcome.Invalid(reason);
    }

    private static Outcome unknown(SessionProblem problem, Attempt attempt) {
        attempt.unavailable(problem);
        return new Outcome.Unknown(problem);
    }

    /** Three answers that never mix: it is valid, it is not, nothing is known. */
    public sealed interface Outcome {

        /** @param secretHash SHA-256 of the token's random part, which the record accepts */
        record Valid(SessionId session, Sensitive secretHash, SessionRecord record) implements Outcome {}

        record Invalid(Refusal reason) implements Outcome {}

        /** @param problem what is missing to tell: the store or the key */
        record Unknown(SessionProblem problem) implements Outcome {}
    }
}
