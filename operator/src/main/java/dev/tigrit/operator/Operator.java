package dev.tigrit.operator;

import dev.tigrit.operator.config.OperatorConfig;
import dev.tigrit.operator.desire.Reason;
import dev.tigrit.operator.health.HealthServer;
import dev.tigrit.operator.health.OperatorMetrics;
import dev.tigrit.operator.loop.Loop;
import dev.tigrit.operator.watch.LeaderEvents;
import dev.tigrit.operator.watch.Watchdog;
import dev.tigrit.operator.watch.Watches;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One replica of the operator: it keeps all watches open, and runs the loop while it leads. */
final class Operator implements AutoCloseable {

    /** A loop that has not ended a pass for this long, however often it failed, will not by itself. */
    private static final Duration STUCK = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Operator.class);

    private final KubernetesClient client;
    private final OperatorConfig config;
    private final InstantSource clock;
    private final String identity;
    private final OperatorMetrics metrics = new OperatorMetrics();
    private final LeaderEvents events = new LeaderEvents();
    private final Watches watches;
    private final Watchdog watchdog;
    private final HealthServer health;
    private final Leadership leadership;
    private volatile @Nullable Loop loop;
    private boolean closed;

    /** @param identity that no other replica has */
    Operator(KubernetesClient client, OperatorConfig config, InstantSource clock, String identity) throws IOException {
        this.client = client;
        this.config = config;
        this.clock = clock;
        this.identity = identity;
        watches = new Watches(client, config, events);
        watchdog = new Watchdog(client, watches, events, clock, config.audit());
        meter();
        health = new HealthServer(config.port(), this::isLive, watches::isSynced, metrics::scrape);
        leadership = new Leadership(client, config.names(), config.lease(), identity, this::begin, this::end);
    }

    static KubernetesClient client(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        // One connection for everything would hang as a whole when it is cut silently; with
                        // HTTP/1.1 a request that times out closes its own.
                        .withHttp2Disable(true)
                        // Whoever asks here asks again, and later than the library would.
                        .withRequestRetryBackoffLimit(2)
                        .build())
                .build();
    }

    OperatorMetrics metrics() {
        return metrics;
    }

    int port() {
        return health.port();
    }

    boolean isLeading() {
        return loop != null;
    }

    @Nullable
    Loop loop() {
        return loop;
    }

    private synchronized void begin() {
        if (!closed && loop == null) {
            LOG.atInfo().addKeyValue("identity", identity).log("this replica leads");
            loop = new Loop(client, config, clock, watches, events, metrics, identity);
        }
    }

    private synchronized void end() {
        var ended = loop;
        loop = null;
        if (ended != null) {
            ended.close();
            LOG.atInfo().addKeyValue("identity", identity).log("this replica no longer leads");
        }
    }

    private boolean isLive() {
        var current = loop;
        return current == null || current.isAlive(STUCK);
    }

    private void meter() {
        metrics.gauge("tigrit.operator.leader", "1 while this replica leads", () -> loop == null ? 0 : 1);
        gauge("bundle.revision", "Stored revision", loop -> loop.progress().revision());
        gauge("bundle.keys", "Keys in the bundle", loop -> loop.progress().keys());
        gauge("ca.not.after.seconds", "End of the last CA of Secrets, since 1970; 0 when unknown", Loop::trustedUntil);
        gauge("replicas", "Replicas of Secrets", loop -> loop.replicas().count());
        gauge("replicas.synced", "Replicas that serve the stored revision", Operator::synced);
        gauge(
                "replicas.doubted",
                "Replicas that report what cannot be, and are left out",
                current -> current.replicas().doubted().size());
        gauge(
                "unsynced.seconds",
                "Age of a revision that not every replica serves, or time since passes have failed",
                this::unsynced);
        for (var reason : Reason.values()) {
            metrics.gauge(
                    "tigrit.operator.claims",
                    "Claims by what came of them",
                    () -> ask(current -> current.progress().claims().getOrDefault(reason, 0L)),
                    "reason",
                    reason.name().toLowerCase(Locale.ROOT));
        }
        for (var watch : watches.all()) {
            metrics.gauge(
                    "tigrit.operator.watch.staleness.seconds",
                    "Time since a watch was last known to work",
                    () -> watchdog.staleness(watch),
                    "kind",
                    watch.name,
                    "namespace",
                    watch.namespace);
        }
    }

    private void gauge(String name, String description, ToDoubleFunction<Loop> value) {
        metrics.gauge("tigrit.operator." + name, description, () -> ask(value));
    }

    private double ask(ToDoubleFunction<Loop> value) {
        var current = loop;
        return current == null ? 0 : value.applyAsDouble(current);
    }

    private static double synced(Loop loop) {
        return loop.replicas().countAt(loop.progress().revision());
    }

    /** While passes fail, what replicas serve may be old although all of them serve what is stored. */
    private double unsynced(Loop current) {
        var stored = current.progress().stored();
        var behind = stored != null && synced(current) < current.replicas().count();
        return Math.max(behind ? age(stored) : 0, age(current.progress().failing()));
    }

    private double age(@Nullable Instant since) {
        return since == null ? 0 : Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        leadership.close();
        end();
        watchdog.close();
        watches.close();
        health.close();
    }
}
