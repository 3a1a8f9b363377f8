package dev.tigrit.secrets.caller;

import dev.tigrit.secrets.secret.KeyName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The logger {@code audit}: one line for each call that names, hands out or replaces secrets, with {@code caller} and
 * {@code decision}, never a value; and counters by decision.
 */
@Component
public final class AuditLog {

    private static final Logger log = LoggerFactory.getLogger("audit");

    /** Stands for a name that no key can have: what a client typed is not repeated in a log. */
    private static final String NO_KEY_NAME = "(invalid)";

    private static final String NOBODY = "(nobody)";

    private final Map<Decision, Counter> reads;
    private final Map<Decision, Counter> lists;
    private final Map<Decision, Counter> streams;
    private final Map<BundleDecision, Counter> pushes;
    private final Map<BundleDecision, Counter> mounts;

    public AuditLog(MeterRegistry registry) {
        reads = counters(registry, Decision.class, Decision::label, "secrets.reads", "Reads of one secret by decision");
        lists = counters(registry, Decision.class, Decision::label, "secrets.lists", "Lists of secrets by decision");
        streams = counters(registry, Decision.class, Decision::label, "secrets.streams", "Event streams by decision");
        pushes = counters(
                registry, BundleDecision.class, BundleDecision::label, "secrets.pushes", "Pushed bundles by decision");
        mounts = counters(
                registry, BundleDecision.class, BundleDecision::label, "secrets.mounts", "Mounted bundles by decision");
    }

    /**
     * Records one read.
     *
     * @param caller null when it proved no name
     * @param key as the client sent it
     * @param version of the secret behind it, 0 when there is none or none was looked up
     */
    public void read(@Nullable String caller, String key, long version, Decision decision) {
        count(reads, decision);
        log.atInfo()
                .addKeyValue("caller", caller == null ? NOBODY : caller)
                .addKeyValue("key", KeyName.isValid(key) ? key : NO_KEY_NAME)
                .addKeyValue("version", version)
                .addKeyValue("decision", decision.label())
                .log("secret read");
    }

    /** Records one list of names and versions. */
    public void list(@Nullable String caller, Decision decision) {
        count(lists, decision);
        line(caller, decision.label(), "secrets listed");
    }

    /** Records the opening of one event stream. */
    public void stream(@Nullable String caller, Decision decision) {
        count(streams, decision);
        line(caller, decision.label(), "event stream opened");
    }

    /**
     * Records one call of the admin port, but for a report that was given.
     *
     * @param revision of the bundle, 0 when none was read
     */
    public void push(@Nullable String caller, long revision, BundleDecision decision) {
        count(pushes, decision);
        log.atInfo()
                .addKeyValue("caller", caller == null ? NOBODY : caller)
                .addKeyValue("revision", revision)
                .addKeyValue("decision", decision.label())
                .log("admin port called");
    }

    /**
     * Records one mounted bundle.
     *
     * @param revision of the bundle, 0 when none could be read
     */
    public void mount(long revision, BundleDecision decision) {
        count(mounts, decision);
        log.atInfo()
                .addKeyValue("revision", revision)
                .addKeyValue("decision", decision.label())
                .log("bundle mounted");
    }

    private static void line(@Nullable String caller, String decision, String what) {
        log.atInfo()
                .addKeyValue("caller", caller == null ? NOBODY : caller)
                .addKeyValue("decision", decision)
                .log(what);
    }

    private static <E extends Enum<E>> void count(Map<E, Counter> counters, E decision) {
        var counter = counters.get(decision);
        if (counter != null) {
            counter.increment();
        }
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(
            MeterRegistry registry, Class<E> decisions, Function<E, String> label, String name, String description) {
        var counters = new EnumMap<E, Counter>(decisions);
        for (var decision : decisions.getEnumConstants()) {
            counters.put(
                    decision,
                    Counter.builder(name)
                            .description(description)
                            .tag("decision", label.apply(decision))
                            .register(registry));
        }
        return counters;
    }
}
