package dev.tigrit.auth.decision;

import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts each decision and writes its line. */
public final class Audit {

    private static final Logger log = LoggerFactory.getLogger("audit");

    private final CredentialDigest digest;
    private final DecisionMetrics metrics;

    Audit(CredentialDigest digest, MeterRegistry registry) {
        this.digest = digest;
        this.metrics = new DecisionMetrics(registry);
    }

    /** Neither blocks nor fails. */
    public void note(Decided decided) {
        metrics.count(decided);
        if (log.isInfoEnabled()) {
            AuditLine.of(decided, digest.of(decided)).writeTo(log);
        }
    }
}
