package dev.tigrit.auth.decision;

import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.replay.ReplayGuard;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What every endpoint asks: the verdict on a credential, with all that belongs to a decision around it. */
@Component
public final class Decisions {

    private final CredentialVerifier verifier;
    private final ReplayGuard replays;
    private final Audit audit;
    private final Clock clock;

    public Decisions(CredentialVerifier verifier, ReplayGuard replays, Audit audit, Clock clock) {
        this.verifier = verifier;
        this.replays = replays;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * The verdict; never fails.
     *
     * @param operation the endpoint, as in the audit line and metrics: verify, ensure-user, introspect, forward-auth
     * @param caller the authenticated service that asks, or null
     */
    public Mono<Verdict> decide(Credential credential, String operation, @Nullable String caller) {
        return Mono.fromCompletionStage(() -> decide(credential, operation, caller, Function.identity()));
    }

    /**
     * The same at once, and complete when it returns unless the replay guard has to be asked.
     *
     * @param answer to the verdict; may throw
     */
    public <T> CompletionStage<T> decide(
            Credential credential, String operation, @Nullable String caller, Function<Verdict, T> answer) {
        var now = clock.instant();
        var started = System.nanoTime();
        var checked = verifier.verify(credential, now);
        if (checked instanceof Verdict.Accepted accepted && replays.guards(operation)) {
            return replays.check(accepted, now)
                    .doOnNext(verdict ->
                            audit.note(new Decided(operation, caller, credential, checked, verdict, started)))
                    .toFuture()
                    .thenApply(verdict -> answer.apply(Objects.requireNonNull(verdict)));
        }
        audit.note(new Decided(operation, caller, credential, checked, checked, started));
        return CompletableFuture.completedFuture(answer.apply(checked));
    }
}
