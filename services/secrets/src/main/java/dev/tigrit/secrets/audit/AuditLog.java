package dev.tigrit.secrets.audit;

import dev.tigrit.secrets.secret.KeyName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The logger {@code audit}: one line for each read with {@code caller}, {@code key}, {@code version} and {@code decision},
 * never a value; and the counter {@code secrets.reads} by decision.
 */
@Component
public final class AuditLog {

    private static final Logger log = LoggerFactory.getLogger("audit");

    /** Stands for a name that no key can have: what a client typed is not repeated in a log. */
    private static final String NO_KEY_NAME = "(invalid)";

    private static final String NOBODY = "(nobody)";

    private final Map<Decision, Counter> reads = new EnumMap<>(Decision.class);

    public AuditLog(MeterRegistry registry) {
        for (var decision : Decision.values()) {
            reads.put(
                    decision,
                    Counter.builder("secrets.reads")
                            .description("Reads of one secret by decision")
                            .tag("decision", decision.label())
                            .register(registry));
        }
    }

    /**
     * Records one read.
     *
     * @param caller null when it proved no name
     * @param key as the client sent it
     * @param version of the secret behind it, 0 when there is none or none was looked up
     */
    public void read(@Nullable String caller, String key, long version, Decision decision) {
        var count = reads.get(decision);
        if (count != null) {
            count.increment();
        }
        log.atInfo()
                .addKeyValue("caller", caller == null ? NOBODY : caller)
                .addKeyValue("key", KeyName.isValid(key) ? key : NO_KEY_NAME)
                .addKeyValue("version", version)
                .addKeyValue("decision", decision.label())
                .log("secret read");
    }
}
