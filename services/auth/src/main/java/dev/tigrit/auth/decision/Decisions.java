package dev.tigrit.auth.decision;

import dev.tigrit.auth.audit.Audit;
import dev.tigrit.auth.audit.Decided;
import dev.tigrit.auth.credential.Credential;
import dev.tigrit.auth.credential.CredentialVerifier;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.replay.ReplayGuard;
import java.time.Clock;
import java.time.Instant;
import reactor.core.publisher.Mono;

/** What every endpoint asks: the verdict on a credential, with all that belongs to a decision around it. */
public final class Decisions {

    private final CredentialVerifier verifier;
    private final ReplayGuard replays;
    private final Audit audit;
    private final Clock clock;

    Decisions(CredentialVerifier verifier, ReplayGuard replays, Audit audit, Clock clock) {
        this.verifier = verifier;
        this.replays = replays;
        this.audit = audit;
        this.clock = clock;
    }

    public Mono<Verdict> decide(Credential credential, Attempt attempt) {
        return Mono.defer(() -> {
            var now = clock.instant();
            var started = System.nanoTime();
            var checked = verifier.verify(credential, now);
            return guarded(checked, attempt, now)
                    .doOnNext(answer -> audit.note(new Decided(
                            attempt.operation(), attempt.caller(), credential, checked, answer, now, started)));
        });
    }

    private Mono<Verdict> guarded(Verdict checked, Attempt attempt, Instant now) {
        return checked instanceof Verdict.Accepted accepted && replays.guards(attempt.operation())
                ? replays.check(accepted, now)
                : Mono.just(checked);
    }
}
