package dev.tigrit.auth.decision;

import dev.tigrit.auth.audit.TestAudit;
import dev.tigrit.auth.credential.CredentialVerifier;
import dev.tigrit.auth.origin.TrustedProxies;
import dev.tigrit.auth.replay.TestReplayGuard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;

/** Decisions with no limit and no replay guard, for tests of what asks them. */
public final class TestDecisions {

    private TestDecisions() {}

    public static Decisions of(CredentialVerifier verifier, Clock clock) {
        return new Decisions(
                verifier,
                TestReplayGuard.off().guard(),
                new Failures(null, TrustedProxies.of("none", List.of())),
                new TestAudit(new SimpleMeterRegistry()).audit(),
                clock);
    }
}
