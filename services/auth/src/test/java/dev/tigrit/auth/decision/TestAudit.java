package dev.tigrit.auth.decision;

import io.micrometer.core.instrument.MeterRegistry;

/** An audit whose digests are keyed by this process alone. */
public final class TestAudit {

    private final Audit audit;

    public TestAudit(MeterRegistry registry) {
        audit = new Audit(new CredentialDigest(null), registry);
    }

    public Audit audit() {
        return audit;
    }
}
