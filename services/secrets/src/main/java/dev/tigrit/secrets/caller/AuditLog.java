package dev.tigrit.secrets.caller;

import dev.tigrit.secrets.secret.KeyName;
import dev.tigrit.starter.log.AuditLine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * One audit line for each call that names, hands out or replaces secrets, with {@code caller} and {@code decision}, never a value;
 * and counters by decision.
 */
@Component
public final class AuditLog {

    /** Stands for a name that no key can have: what a client typed is not repeated in a log. */
    private static final String NO_KEY_NAME = "(invalid)";

    private final Map<Decision, Counter> reads;
    private final Map<Decision, Counter> lists;
    private final Map<Decision, Counter> streams;
    private final Map<BundleDecision, Counter> pushes;
    private final Map<BundleDecision, Counter> mounts;

    public AuditLog(MeterRegistry registry) {
        reads = counters(registry, Decision.class, "secrets.reads", "Reads of one secret by decision");
        lists = counters(registry, Decision.class, "secrets.lists", "Lists of secrets by decision");
        streams = counters(registry, Decision.class, "secrets.streams", "Event streams by decision");
        pushes = counters(registry, BundleDecision.class, "secrets.pushes", "Pushed bundles by decision");
        mounts = counters(registry, BundleDecision.class, "secrets.mounts", "Mounted bundles by decision");
    }

    /**
     * @param caller null when it proved no name
     * @param key as the client sent it
     * @param version 0 when there is no secret or none was looked up
     */
    public void read(@Nullable String caller, String key, long version, Decision decision) {
        counted("secret read", reads, caller, decision)
                .with("key", KeyName.isValid(key) ? key : NO_KEY_NAME)
                .with("version", version)
                .write();
    }

    public void list(@Nullable String caller, Decision decision) {
        counted("secrets listed", lists, caller, decision).write();
    }

    public void stream(@Nullable String caller, Decision decision) {
        counted("event stream opened", streams, caller, decision).write();
    }

    /** Records one call of the admin port, but for a report that was given; the revision is 0 when no bundle was read. */
    public void push(@Nullable String caller, long revision, BundleDecision decision) {
        counted("admin port called", pushes, caller, decision)
                .with("revision", revision)
                .write();
    }

    public void mount(long revision, BundleDecision decision) {
        counted("bundle mounted", mounts, null, decision)
                .with("revision", revision)
                .write();
    }

    private static <E extends Enum<E>> AuditLine counted(
            String message, Map<E, Counter> counters, @Nullable String caller, E decision) {
        var counter = counters.get(decision);
        if (counter != null) {
            counter.increment();
        }
        return AuditLine.of(message).with("caller", caller).with("decision", decision);
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(
            MeterRegistry registry, Class<E> decisions, String name, String description) {
        var counters = new EnumMap<E, Counter>(decisions);
        for (var decision : decisions.getEnumConstants()) {
            counters.put(
                    decision,
                    Counter.builder(name)
                            .description(description)
                            .tag("decision", decision.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        return counters;
    }
}
