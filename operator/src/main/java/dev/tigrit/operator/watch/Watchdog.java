package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds stalled watches. A connection that was cut without a word looks like one on which nothing happens, so each watch is compared
 * with a list now and then, and is restarted when it is behind. In between, a small request proves that the API server answers.
 */
public final class Watchdog implements AutoCloseable {

    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration RESTART = Duration.ofMinutes(2);
    private static final Duration SYNC_POLL = Duration.ofMillis(50);
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final KubernetesClient client;
    private final Watches watches;
    private final Runnable changed;
    private final InstantSource clock;
    private final Duration audit;
    private final Map<Watch<?>, Long> provenAt = new ConcurrentHashMap<>();
    private final AtomicLong restarts = new AtomicLong();
    private final Thread thread;

    /**
     * Starts the checks.
     *
     * @param changed is run when one of them was restarted
     * @param audit pause between two comparisons with a list
     */
    public Watchdog(KubernetesClient client, Watches watches, Runnable changed, InstantSource clock, Duration audit) {
        this.client = client;
        this.watches = watches;
        this.changed = changed;
        this.clock = clock;
        this.audit = audit;
        watches.all().forEach(watch -> provenAt.put(watch, clock.millis()));
        thread = Thread.ofVirtual().name("watchdog").start(this::run);
    }

    /** Seconds since the watch was last known to work. */
    public double staleness(Watch<?> watch) {
        return Math.max(0, clock.millis() - provenAt.getOrDefault(watch, 0L)) / 1000.0;
    }

    /** How many watches were restarted. */
    public long restarts() {
        return restarts.get();
    }

    private void run() {
        var audited = clock.millis();
        try {
            while (true) {
                Thread.sleep(PROBE);
                probe();
                for (var watch : watches.all()) {
                    if (watch.hasRoomAgain()) {
                        restart(watch);
                    }
                }
                if (clock.millis() - audited >= audit.toMillis()) {
                    for (var watch : watches.all()) {
                        audit(watch);
                    }
                    audited = clock.millis();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void probe() {
        if (answers()) {
            watches.all().stream()
                    .filter(watch -> watch.isSynced() && watch.isWatching())
                    .forEach(watch -> provenAt.put(watch, clock.millis()));
        }
    }

    private boolean answers() {
        try {
            client.raw("/version");
            return true;
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("problem", e.getClass().getSimpleName()).log("the API server does not answer");
            return false;
        }
    }

    private void audit(Watch<?> watch) throws InterruptedException {
        try {
            var listed = watch.listed();
            if (!watch.isBehind(listed)) {
                return;
            }
            // What has just happened may still be on its way.
            Thread.sleep(GRACE);
            if (watch.isBehind(listed) && stillBehind(watch)) {
                LOG.atWarn()
                        .addKeyValue("kind", watch.name())
                        .addKeyValue("namespace", watch.namespace())
                        .log("a stalled watch is restarted");
                restart(watch);
            }
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("kind", watch.name())
                    .addKeyValue("namespace", watch.namespace())
                    .addKeyValue("problem", e.getClass().getSimpleName())
                    .log("a watch cannot be compared with a list");
        }
    }

    private void restart(Watch<?> watch) throws InterruptedException {
        restarts.incrementAndGet();
        if (watch.restart(() -> Thread.sleep(SYNC_POLL), RESTART)) {
            changed.run();
        }
    }

    /** Objects that have been deleted meanwhile are no sign: a new list tells. */
    private static boolean stillBehind(Watch<?> watch) {
        return watch.isBehind(watch.listed());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
