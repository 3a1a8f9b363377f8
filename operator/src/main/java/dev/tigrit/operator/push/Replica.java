package dev.tigrit.operator.push;

import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.watch.LeaderEvents;
import dev.tigrit.operator.watch.Signal;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps one replica at the newest bundle: sends, waits for the answer, checks again, for as long as the replica exists. */
final class Replica implements AutoCloseable {

    private static final long FIRST_RETRY_MILLIS = 200;

    /**
     * How far a replica can be before the stored bundle when that was lost or comes from a backup: more revisions than a leader could store
     * in years.
     */
    private static final long MAX_LEAD = 1L << 32;

    /** How far the clock of an operator that has begun a bundle can have been before this one's. */
    private static final Duration MAX_CLOCK_LEAD = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

    private final Endpoint endpoint;
    private final Replicas all;
    /** Raised when there is something to look at or to send. */
    final Signal signal = new Signal();

    private final Thread thread;
    private volatile @Nullable Report outbid;

    /** What it said last, null before it has answered for the first time. */
    volatile @Nullable Report report;

    /** Why it is not believed, null while it is. */
    volatile @Nullable String doubt;

    /** The bundle it is known to serve, null while it may serve one that this operator has not sent. */
    volatile @Nullable Bundle acknowledged;

    private int failures;

    /** @param all with what they share */
    Replica(Endpoint endpoint, Replicas all) {
        this.endpoint = endpoint;
        this.all = all;
        thread = Thread.ofVirtual().name("replica " + endpoint).start(this::run);
    }

    /**
     * What it said last, if that can be true. A replica may be ahead when the stored bundle was lost or comes from a backup, and once: after
     * that it has been sent a later one.
     *
     * @return null before it has answered, and while it is not believed
     */
    @Nullable
    Report believed(Bundle stored, Instant at) {
        var now = report;
        if (now == null) {
            return null;
        }
        doubt = doubt(now, stored, at);
        return doubt == null ? now : null;
    }

    private @Nullable String doubt(Report now, Bundle stored, Instant at) {
        if (now.incarnation().began().isAfter(at.plus(MAX_CLOCK_LEAD))) {
            return "it reports a bundle that begins at " + now.incarnation().began();
        }
        if (now.revision() - stored.revision() > MAX_LEAD) {
            return "it reports revision " + now.revision() + " where " + stored.revision() + " is stored";
        }
        if (now.versions().entrySet().stream()
                .anyMatch(key -> key.getValue() - stored.lastVersion(key.getKey()) > MAX_LEAD)) {
            return "it reports a version of a key that is far beyond the stored one";
        }
        if (now.isAheadOf(stored)) {
            var before = outbid;
            if (before != null
                    && (before.revision() != now.revision()
                            || !before.incarnation().equals(now.incarnation()))) {
                return "it reports revision " + now.revision() + ", and was ahead of what is stored before";
            }
            outbid = now;
        }
        return null;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                signal.await(attempt());
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** @return how long to wait when nothing happens */
    private Duration attempt() throws InterruptedException {
        try {
            var bundle = all.wanted;
            if (acknowledged == null || isAcknowledged(bundle)) {
                look(bundle);
            }
            if (bundle != null && !isAcknowledged(bundle)) {
                send(bundle);
            }
            if (failures > 0) {
                LOG.atInfo().addKeyValue("endpoint", endpoint).log("a replica is reached again");
            }
            failures = 0;
            return all.client.config.verify();
        } catch (IOException | RuntimeException e) {
            return failed(e);
        }
    }

    /** A replica may have restarted, or been given something else: what it says counts, not what it was sent. */
    private void look(@Nullable Bundle bundle) throws IOException, InterruptedException {
        var before = report;
        var now = all.client.report(endpoint);
        report = now;
        var serves = bundle != null
                && now.revision() == bundle.revision()
                && bundle.digest().equals(now.digest());
        acknowledge(serves ? bundle : null);
        doubt = serves ? null : doubt;
        if (before == null
                || now.revision() > before.revision()
                || !now.incarnation().equals(before.incarnation())) {
            all.events.changed();
        }
    }

    private void send(Bundle bundle) throws IOException, InterruptedException {
        var started = System.nanoTime();
        if (all.client.push(endpoint, bundle)) {
            all.metrics.pushes.record(Duration.ofNanos(System.nanoTime() - started));
            confirm(bundle);
        } else {
            report = all.client.report(endpoint);
            all.events.changed();
            throw new IOException("it serves another bundle of this revision or a newer one");
        }
    }

    /** The word of one that is not believed is compared with what it reports. */
    private void confirm(Bundle bundle) throws IOException, InterruptedException {
        if (doubt == null) {
            acknowledge(bundle);
            return;
        }
        look(bundle);
        if (!isAcknowledged(bundle)) {
            throw new IOException("it reports another bundle than it has acknowledged");
        }
    }

    private boolean isAcknowledged(@Nullable Bundle bundle) {
        var known = acknowledged;
        return bundle == null ? known == null : bundle.isSameAs(known);
    }

    private void acknowledge(@Nullable Bundle bundle) {
        var changed = bundle == null ? acknowledged != null : !isAcknowledged(bundle);
        acknowledged = bundle;
        if (changed) {
            all.acknowledgements.raise();
        }
    }

    private Duration failed(Exception e) {
        failures++;
        if (e instanceof Report.Implausible) {
            report = null;
            doubt = e.getMessage();
        }
        all.metrics.pushFailures.increment();
        if (e instanceof AdminClient.UntrustedToken) {
            all.events.note(LeaderEvents.Kind.UNTRUSTED_TOKEN);
        }
        acknowledge(null);
        // Once for each outage: it may go on for days.
        (failures == 1 ? LOG.atWarn() : LOG.atDebug())
                .addKeyValue("endpoint", endpoint)
                .addKeyValue("failures", failures)
                .addKeyValue("problem", e.getClass().getSimpleName() + ": " + e.getMessage())
                .log("a replica cannot be brought up to date and is tried again");
        var bound = Math.min(all.client.config.retry().toMillis(), FIRST_RETRY_MILLIS << Math.min(failures - 1, 20));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound / 2, bound + 1));
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
