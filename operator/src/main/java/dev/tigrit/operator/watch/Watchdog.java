package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends stalled watches. A connection that was cut silently looks like one on which nothing happens, so each watch is renewed now and
 * then, with a list of everything. In between, a small request proves that the API server answers.
 */
public final class Watchdog implements AutoCloseable {

    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final KubernetesClient client;
    private final Watches watches;
    private final LeaderEvents events;
    private final InstantSource clock;
    private final Duration interval;
    private final Thread thread;

    /** @param interval pause between two renewals of each watch */
    public Watchdog(
            KubernetesClient client, Watches watches, LeaderEvents events, InstantSource clock, Duration interval) {
        this.client = client;
        this.watches = watches;
        this.events = events;
        this.clock = clock;
        this.interval = interval;
        watches.all().forEach(watch -> watch.provenAt = clock.millis());
        thread = Thread.ofVirtual().name("watchdog").start(this::run);
    }

    /** Seconds since the watch was last known to work. */
    public double staleness(Watch<?> watch) {
        return Math.max(0, clock.millis() - watch.provenAt) / 1000.0;
    }

    private void run() {
        var last = clock.millis();
        try {
            while (true) {
                Thread.sleep(PROBE);
                probe();
                var due = clock.millis() - last >= interval.toMillis();
                // One that knows that it is closed is opened again by its informer.
                watches.all().stream()
                        .filter(watch -> watch.isWatching() && (due || watch.hasRoomAgain()))
                        .forEach(watch -> watch.renew(events::changed));
                if (due) {
                    last = clock.millis();
                    // Something may have been missed.
                    events.note(LeaderEvents.Kind.BUNDLE_DELETED);
                    events.note(LeaderEvents.Kind.ENDPOINTS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void probe() {
        try {
            client.raw("/version");
            watches.all().stream().filter(Watch::isWatching).forEach(watch -> watch.provenAt = clock.millis());
        } catch (RuntimeException e) {
            LOG.atWarn().addKeyValue("problem", e.getClass().getSimpleName()).log("the API server does not answer");
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
