package dev.tigrit.sessions.verify;

import static java.util.concurrent.CompletableFuture.completedFuture;

import dev.tigrit.sessions.audit.Audit.Attempt;
import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.starter.key.Sensitive;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides on a token: first by its MAC and absolute expiry alone, then with one look into the store. Whatever goes wrong
 * there is {@link Outcome.Unknown}, never a verdict.
 *
 * @param superseded is told of each session whose superseded token is refused
 */
public record SessionVerifier(
        Tokens tokens,
        Function<SessionId, CompletableFuture<@Nullable SessionRecord>> store,
        Consumer<SessionId> superseded) {

    /** Never fails: whatever happens is an outcome, and the attempt has it already. */
    public CompletableFuture<Outcome> verify(String token, Instant now, Attempt attempt) {
        return switch (tokens.check(token, now)) {
            case Tokens.Check.Genuine genuine ->
                store.apply(genuine.session())
                        .handle((found, error) -> error != null
                                ? unknown(SessionProblem.STORE_UNAVAILABLE, attempt)
                                : decide(genuine, found, now, attempt));
            case Tokens.Check.Expired(var session) -> completedFuture(invalid(Refusal.EXPIRED, session, attempt));
            case Tokens.Check.Refused(var reason) -> completedFuture(invalid(reason, null, attempt));
            case Tokens.Check.Undecided() -> completedFuture(unknown(SessionProblem.KEY_UNAVAILABLE, attempt));
        };
    }

    private Outcome decide(Tokens.Check.Genuine token, @Nullable SessionRecord found, Instant now, Attempt attempt) {
        var session = token.session();
        if (found == null) {
            return invalid(Refusal.ENDED, session, attempt);
        }
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
