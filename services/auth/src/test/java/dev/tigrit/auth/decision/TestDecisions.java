package dev.tigrit.auth.decision;

import dev.tigrit.auth.replay.TestReplayGuard;
import dev.tigrit.starter.log.References;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;

/** Decisions with no replay guard, for tests of what asks them. */
public final class TestDecisions {

    private TestDecisions() {}

    public static Decisions of(CredentialVerifier verifier, Clock clock) {
        var audit = new Audit(new References(() -> null), new SimpleMeterRegistry());
        return new Decisions(verifier, TestReplayGuard.off().guard(), audit, clock);
    }
}
