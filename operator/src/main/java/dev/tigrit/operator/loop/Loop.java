package dev.tigrit.operator.loop;

import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.BundleStore;
import dev.tigrit.operator.bundle.BundleStore.StaleBundle;
import dev.tigrit.operator.bundle.BundleStore.StoredBundle;
import dev.tigrit.operator.bundle.StoredBundleCache;
import dev.tigrit.operator.config.OperatorConfig;
import dev.tigrit.operator.desire.Decision;
import dev.tigrit.operator.desire.Decision.Desired;
import dev.tigrit.operator.desire.Decision.Verdict;
import dev.tigrit.operator.desire.DecisionInput;
import dev.tigrit.operator.desire.Reason;
import dev.tigrit.operator.health.OperatorMetrics;
import dev.tigrit.operator.push.AdminClient;
import dev.tigrit.operator.push.Endpoint;
import dev.tigrit.operator.push.Replicas;
import dev.tigrit.operator.source.GeneratedSecrets;
import dev.tigrit.operator.source.Lookups;
import dev.tigrit.operator.source.Sources;
import dev.tigrit.operator.watch.LeaderEvents;
import dev.tigrit.operator.watch.LeaderEvents.Kind;
import dev.tigrit.operator.watch.Signal;
import dev.tigrit.operator.watch.Watches;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a leader does, from when it begins to lead until it no longer does: resolve what is asked for, decide what is desired, apply it,
 * report. Everything is looked at in each pass; whatever happens only says that a pass is due, so a burst costs one or two.
 */
public final class Loop implements AutoCloseable {

    /**
     * The result of the last pass, for metrics and probes.
     *
     * @param revision of the bundle that is stored, 0 before the first pass
     * @param claims how many there are, by what came of them
     * @param stored when the revision was stored, or first seen here; null before the first pass
     * @param failing when the first of the passes failed that have failed since the last good one; null when the last one was good
     */
    public record Progress(
            long revision,
            int keys,
            Map<Reason, Long> claims,
            @Nullable Instant stored,
            @Nullable Instant failing) {

        static final Progress NONE = new Progress(0, 0, Map.of(), null, null);

        Progress failed(Instant now) {
            return new Progress(revision, keys, claims, stored, failing == null ? now : failing);
        }

        Progress passed(Desired desired, Instant now) {
            var bundle = desired.bundle();
            var counts =
                    desired.verdicts().stream().collect(Collectors.groupingBy(Verdict::reason, Collectors.counting()));
            var since = stored != null && revision == bundle.revision() ? stored : now;
            return new Progress(bundle.revision(), bundle.entries().size(), counts, since, null);
        }
    }

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration SYNC_POLL = Duration.ofMillis(100);

    /** How long a first bundle waits for namespaces to be seen, and for replicas to say what they serve. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Least pause between two looks at the cluster's keys that replicas give rise to. */
    private static final Duration TRUST_FLOOR = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private final OperatorConfig config;
    private final InstantSource clock;
    private final Watches watches;
    private final LeaderEvents events;
    private final OperatorMetrics metrics;
    private final Sources sources;
    private final GeneratedSecrets generated;
    private final Lookups lookups;
    private final StoredBundleCache cache;
    private final Replicas replicas;
    private final Reporter reporter;
    private final Defaults defaults;
    private final Maintenance maintenance;
    private final long begun = System.nanoTime();
    private final Thread thread;
    private volatile long round = begun;
    private volatile boolean closed;
    private volatile Progress progress = Progress.NONE;
    private long maintained = begun;
    private @Nullable Bundle pushed;
    private Instant upkeepDue = Instant.MIN;
    private int failures;
    private int upkeepFailures;

    /** @param instance which replica of the operator this is */
    public Loop(
            KubernetesClient client,
            OperatorConfig config,
            InstantSource clock,
            Watches watches,
            LeaderEvents events,
            OperatorMetrics metrics,
            String instance) {
        this.config = config;
        this.clock = clock;
        this.watches = watches;
        this.events = events;
        this.metrics = metrics;
        var names = config.names();
        var admin = new AdminClient(names.server(), config.admin());
        lookups = new Lookups(
                (namespace, name) -> Lookups.ask(client, namespace, name), config.upkeep(), events::changed);
        sources = new Sources(watches, config, lookups::look);
        generated = new GeneratedSecrets(client, watches);
        var store = new BundleStore(client, names, clock);
        cache = new StoredBundleCache(store, clock, metrics.stores::increment);
        var reportDue = new Signal();
        replicas = new Replicas(admin, events, metrics, reportDue);
        reporter = new Reporter(client, watches, replicas, reportDue, clock, instance);
        defaults = new Defaults(client, names, config.defaults());
        maintenance = new Maintenance(client, config, clock, admin, defaults);
        thread = Thread.ofPlatform().name("loop").daemon().start(this::run);
    }

    /** Seconds since 1970 until which a CA of Secrets is trusted; 0 before that is known. */
    public long trustedUntil() {
        var end = maintenance.trustedUntil;
        return end == null ? 0 : end.getEpochSecond();
    }

    public Progress progress() {
        return progress;
    }

    public Replicas replicas() {
        return replicas;
    }

    /** Whether a pass has ended lately, successful or not. */
    public boolean isAlive(Duration lately) {
        return thread.isAlive()
                && System.nanoTime() - round < config.upkeep().plus(lately).toNanos();
    }

    private void run() {
        try {
            var pause = Duration.ZERO;
            while (!closed) {
                events.await(pause);
                Thread.sleep(config.settle().minus(Duration.ofNanos(System.nanoTime() - round)));
                pause = guardedPass();
                round = System.nanoTime();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private Duration guardedPass() throws InterruptedException {
        try {
            var pause = pass();
            failures = 0;
            return pause;
        } catch (StaleBundle e) {
            LOG.atInfo().addKeyValue("problem", e.getMessage()).log("the stored bundle is read again");
            cache.doubt();
            progress = progress.failed(clock.instant());
            return SYNC_POLL;
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            problem("a pass has failed and is made again", ++failures, e);
            metrics.failedPasses.increment();
            progress = progress.failed(clock.instant());
            return RETRY;
        }
    }

    /** @return how long to wait when nothing happens */
    private Duration pass() throws StaleBundle {
        maintain();
        if (!watches.isEndpointsSynced() || (!watches.isSynced() && !isPatienceOver())) {
            return SYNC_POLL;
        }
        replicas.follow(Endpoint.of(watches.endpointSlices()));
        if (events.take(Kind.ENDPOINTS)) {
            replicas.look();
        }
        watches.bundleSecrets().forEach(cache::touched);
        if (events.take(Kind.BUNDLE_DELETED)) {
            cache.doubt();
        }
        var before = cache.read();
        if (!before.complete() && !replicas.isEachHeard() && !isPatienceOver()) {
            return SYNC_POLL;
        }
        var desired = decide(before);
        if (desired == null) {
            return SYNC_POLL;
        }
        apply(desired);
        metrics.passes.increment();
        progress = progress.passed(desired, clock.instant());
        reporter.report(Stream.concat(desired.verdicts().stream(), sources.notices(watches.observed()).stream())
                .toList());
        return untilNext(desired);
    }

    private void maintain() {
        var now = clock.instant();
        var asked = System.nanoTime() - maintained > TRUST_FLOOR.toNanos() && events.take(Kind.UNTRUSTED_TOKEN);
        if (now.isBefore(upkeepDue) && !asked) {
            return;
        }
        maintained = System.nanoTime();
        try {
            maintenance.run();
            cache.prune(config.upkeep());
            upkeepDue = now.plus(config.upkeep());
            upkeepFailures = 0;
        } catch (StaleBundle _) {
            cache.doubt();
        } catch (IOException | RuntimeException e) {
            upkeepDue = now.plus(RETRY);
            problem("trust and certificates cannot be maintained, and are tried again", ++upkeepFailures, e);
        }
    }

    /** Null while defaults are missing. What it was decided on does not stay in memory while it is applied. */
    private @Nullable Desired decide(StoredBundle before) {
        var input = resolve(before, clock.instant().truncatedTo(ChronoUnit.SECONDS));
        var isMissing = input.observed().contains(config.namespace()) && defaults.restore(input.candidates());
        return isMissing ? null : Decision.desired(input);
    }

    private DecisionInput resolve(StoredBundle before, Instant now) {
        var observed = watches.observed();
        var bundle = before.bundle();
        var candidates = sources.candidates(observed, bundle);
        var known = new HashSet<>(bundle.entries().keySet());
        known.addAll(bundle.retired().keySet());
        candidates.forEach(candidate -> known.add(candidate.key()));
        var ahead = replicas.ahead(before, known, now);
        var latest = ahead.incarnation();
        return new DecisionInput(
                bundle,
                before.complete() && !ahead.isAhead(),
                // A replica that serves a later one would never take the stored one: the next begins after it.
                latest.compareTo(bundle.incarnation()) > 0 ? latest.next(now) : bundle.incarnation(),
                candidates,
                config,
                observed,
                ahead.revision(),
                ahead.versions(),
                generated.problems(),
                now);
    }

    private void apply(Desired desired) throws StaleBundle {
        var bundle = desired.bundle();
        if (closed) {
            return;
        }
        if (desired.isChanged()) {
            cache.write(bundle);
        }
        if (!bundle.isSameAs(pushed)) {
            pushed = bundle;
            replicas.push(bundle);
        }
        generated.write(desired.toGenerate());
    }

    private Duration untilNext(Desired desired) {
        var wake = desired.wake();
        var next = wake != null && wake.isBefore(upkeepDue) ? wake : upkeepDue;
        var pause = Duration.between(clock.instant(), next);
        return pause.isNegative() ? Duration.ZERO : pause;
    }

    private boolean isPatienceOver() {
        return System.nanoTime() - begun > PATIENCE.toNanos();
    }

    /** A class and a status: messages of the client library can quote the object that was sent. */
    private static void problem(String text, int times, Exception e) {
        var thrower = e.getStackTrace();
        var isOurs = thrower.length > 0 && thrower[0].getClassName().startsWith("dev.tigrit.");
        (times == 1 ? LOG.atWarn() : LOG.atDebug())
                .addKeyValue("problem", isOurs ? e.getMessage() : e.getClass().getSimpleName())
                .addKeyValue("status", e instanceof KubernetesClientException api ? api.getCode() : 0)
                .log(text);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        lookups.close();
        replicas.close();
        reporter.close();
    }
}
