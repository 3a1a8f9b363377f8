package dev.tigrit.auth.decision;

import dev.tigrit.auth.credential.Credential;
import dev.tigrit.auth.credential.CredentialVerifier;
import dev.tigrit.auth.identity.Verdict;
import java.time.Clock;
import reactor.core.publisher.Mono;

/** What every endpoint asks: the verdict on a credential, with all that belongs to a decision around it. */
public final class Decisions {

    private final CredentialVerifier verifier;
    private final Clock clock;

    public Decisions(CredentialVerifier verifier, Clock clock) {
        this.verifier = verifier;
        this.clock = clock;
    }

    public Mono<Verdict> decide(Credential credential, Attempt attempt) {
        return Mono.fromSupplier(() -> verifier.verify(credential, clock.instant()));
    }
}
