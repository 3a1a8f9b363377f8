package dev.tigrit.auth.decision;

import dev.tigrit.starter.log.AuditLine;
import dev.tigrit.starter.log.References;
import dev.tigrit.starter.problem.ProblemCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Counts each decision and writes its line. Neither blocks nor fails. */
@Component
public final class Audit {

    private static final String MESSAGE = "credential decision";

    private final References references;
    private final DecisionMetrics metrics;

    public Audit(References references, MeterRegistry registry) {
        this.references = references;
        this.metrics = new DecisionMetrics(registry);
    }

    void note(Decided decided) {
        metrics.count(decided);
        var line = AuditLine.of(MESSAGE)
                .with("operation", decided.operation())
                .with("method", decided.credential().method())
                .with("result", decided.result())
                .with("reason", decided.reason())
                .with("caller", decided.caller());
        var identity = decided.identity();
        if (identity == null) {
            line.with(
                    "credential",
                    references.of("credential", decided.credential().text()));
        } else {
            // What was signed, so that all spellings of one credential look alike.
            line.with("issuer", identity.issuer())
                    .with("bot", identity.bot())
                    .with("user", references.of("user", identity.userId()))
                    .with("credential", references.of("credential", identity.signedDigest()));
        }
        line.write();
    }

    /** A caller, null when it proved no name, named a user without a credential; without a refusal it was allowed. */
    public void vouched(String userId, @Nullable String caller, @Nullable ProblemCode refusal) {
        AuditLine.of(MESSAGE)
                .with("operation", "ensure-user")
                .with("method", "vouched")
                .with("result", refusal == null ? Decided.Result.ACCEPTED : Decided.Result.REJECTED)
                .with("reason", refusal == null ? null : refusal.name().toLowerCase(Locale.ROOT))
                .with("caller", caller)
                .with("user", references.of("user", userId))
                .write();
    }
}
