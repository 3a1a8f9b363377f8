package dev.tigrit.auth.decision;

import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.replay.ReplayGuard;
import java.time.Clock;
import java.time.Instant;
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
        return Mono.defer(() -> {
            var now = clock.instant();
            var started = System.nanoTime();
            var checked = verifier.verify(credential, now);
            return guarded(checked, operation, now)
                    .doOnNext(answer ->
                            audit.note(new Decided(operation, caller, credential, checked, answer, now, started)));
        });
    }

    private Mono<Verdict> guarded(Verdict checked, String operation, Instant now) {
        return checked instanceof Verdict.Accepted accepted && replays.guards(operation)
                ? replays.check(accepted, now)
                : Mono.just(checked);
    }
}
