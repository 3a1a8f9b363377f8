package dev.tigrit.auth.audit;

import io.micrometer.core.instrument.MeterRegistry;

/** An audit that writes when a test says so. */
public final class TestAudit {

    private final Audit audit;

    public TestAudit(MeterRegistry registry) {
        audit = new Audit(new CredentialDigest(null), registry);
    }

    public Audit audit() {
        return audit;
    }

    /** Writes what is waiting. */
    public void flush() {
        audit.close();
    }
}
