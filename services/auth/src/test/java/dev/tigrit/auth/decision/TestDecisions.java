package dev.tigrit.auth.decision;

import dev.tigrit.auth.replay.TestReplayGuard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;

/** Decisions with no replay guard, for tests of what asks them. */
public final class TestDecisions {

    private TestDecisions() {}

    public static Decisions of(CredentialVerifier verifier, Clock clock) {
        return new Decisions(
                verifier, TestReplayGuard.off().guard(), new TestAudit(new SimpleMeterRegistry()).audit(), clock);
    }
}
