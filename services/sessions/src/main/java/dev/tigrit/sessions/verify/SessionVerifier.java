package dev.tigrit.sessions.verify;

import dev.tigrit.sessions.Refusal;
import dev.tigrit.sessions.SessionProblem;
import dev.tigrit.sessions.StoreUnavailableException;
import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Operation;
import dev.tigrit.sessions.store.SessionRecord;
import dev.tigrit.sessions.token.SessionId;
import dev.tigrit.sessions.token.SessionToken;
import dev.tigrit.sessions.token.TokenCheck;
import dev.tigrit.sessions.token.Tokens;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Decides on a token: first by its MAC and absolute expiry alone, then with one look into the store. Whatever goes wrong
 * there is {@link VerifyOutcome.Unknown}, never a verdict.
 */
public final class SessionVerifier {

    private final Tokens tokens;
    private final Function<SessionId, Mono<SessionRecord>> store;
    private final Audit audit;

    SessionVerifier(Tokens tokens, Function<SessionId, Mono<SessionRecord>> store, Audit audit) {
        this.tokens = tokens;
        this.store = store;
        this.audit = audit;
    }

    /** Always emits one outcome and never fails; the audit has it already. */
    public Mono<VerifyOutcome> verify(String token, Instant now) {
        return switch (tokens.check(token, now)) {
            case TokenCheck.Genuine(var genuine) -> lookUp(genuine, now);
            case TokenCheck.Expired(var expired) -> Mono.just(invalid(Refusal.EXPIRED, expired.session()));
            case TokenCheck.Refused(var reason) -> Mono.just(invalid(reason, null));
            case TokenCheck.Undecided() -> Mono.just(unknown(SessionProblem.KEY_UNAVAILABLE));
        };
    }

    private Mono<VerifyOutcome> lookUp(SessionToken token, Instant now) {
        return store.apply(token.session())
                .map(found -> decide(token, found, now))
                .switchIfEmpty(Mono.fromSupplier(() -> invalid(Refusal.ENDED, token.session())))
                .onErrorResume(
                        StoreUnavailableException.class, _ -> Mono.just(unknown(SessionProblem.STORE_UNAVAILABLE)));
    }

    private VerifyOutcome decide(SessionToken token, SessionRecord found, Instant now) {
        var session = token.session();
        if (!found.secretHash().equals(token.secretHash())) {
            return invalid(Refusal.SUPERSEDED, session);
        }
        var latest = now.minus(Tokens.CLOCK_TOLERANCE);
        if (latest.isAfter(found.times().absoluteDeadline())) {
            return invalid(Refusal.EXPIRED, session);
        }
        if (latest.isAfter(found.times().idleDeadline())) {
            return invalid(Refusal.IDLE, session);
        }
        audit.succeeded(Operation.VERIFY, session);
        return new VerifyOutcome.Valid(session, found);
    }

    private VerifyOutcome invalid(Refusal reason, @Nullable SessionId session) {
        audit.refused(Operation.VERIFY, reason, session);
        return new VerifyOutcome.Invalid(reason);
    }

    private VerifyOutcome unknown(SessionProblem problem) {
        audit.unavailable(Operation.VERIFY, problem);
        return new VerifyOutcome.Unknown(problem);
    }
}
