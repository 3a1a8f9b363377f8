package dev.tigrit.operator.status;

import dev.tigrit.operator.Names;
import dev.tigrit.operator.Signal;
import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretStatus;
import dev.tigrit.operator.bundle.Claim;
import dev.tigrit.operator.desire.Notice;
import dev.tigrit.operator.desire.Verdict;
import dev.tigrit.operator.push.Replicas;
import dev.tigrit.operator.watch.Watches;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The fourth word of the loop, report: on a thread of its own, since nothing that is pushed may wait for thousands of statuses. */
public final class Reporter implements AutoCloseable {

    /** Most pushes are acknowledged by then, and one status says what two would. */
    private static final Duration GATHER = Duration.ofMillis(100);

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

    private final KubernetesClient client;
    private final Names names;
    private final Watches watches;
    private final Replicas replicas;
    private final InstantSource clock;
    private final EventRecorder events;
    private final Signal signal = new Signal();
    private final Thread thread;
    /** What was last written, or told by an Event, by claim and key: the watch may not have brought it back yet. */
    private final Map<Claimed, Told> told = new HashMap<>();

    private final Map<Claim, Notice> noticed = new HashMap<>();

    private volatile @Nullable Outcome outcome;

    private record Outcome(List<Verdict> verdicts, List<Notice> notices) {}

    private record Claimed(Claim claim, String key) {}

    private record Told(Verdict verdict, @Nullable ManagedSecretStatus status) {}

    /** @param instance which replica of the operator this is */
    public Reporter(
            KubernetesClient client,
            Names names,
            Watches watches,
            Replicas replicas,
            InstantSource clock,
            String instance) {
        this.client = client;
        this.names = names;
        this.watches = watches;
        this.replicas = replicas;
        this.clock = clock;
        events = new EventRecorder(client, names, clock, instance);
        thread = Thread.ofVirtual().name("reporter").start(this::run);
    }

    /** What the last pass came to. */
    public void report(List<Verdict> verdicts, List<Notice> notices) {
        outcome = new Outcome(verdicts, notices);
        signal.raise();
    }

    /** Replicas have been heard of. */
    public void acknowledged() {
        signal.raise();
    }

    private void run() {
        var complete = true;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                signal.await(complete ? Duration.ofDays(1) : RETRY);
                Thread.sleep(GATHER);
                complete = guardedWrite();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** Whatever is wrong with one round, the thread is there for the next one. */
    private boolean guardedWrite() throws InterruptedException {
        var newest = outcome;
        try {
            if (newest == null) {
                return true;
            }
            write(newest.notices());
            return writeStatuses(newest.verdicts());
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            // The class only: a message may quote an object.
            LOG.atWarn()
                    .addKeyValue("problem", e.getClass().getSimpleName())
                    .log("statuses cannot be written and are written again");
            return false;
        }
    }

    /** Each is told once, and again when it has changed. */
    private void write(List<Notice> newest) {
        newest.stream()
                .filter(notice -> !notice.equals(noticed.get(notice.about())))
                .forEach(events::record);
        noticed.clear();
        newest.forEach(notice -> noticed.put(notice.about(), notice));
    }

    /** @return whether everything could be written */
    private boolean writeStatuses(List<Verdict> newest) {
        var complete = true;
        var claimed = new HashMap<Claimed, Told>();
        for (var verdict : newest) {
            var place = new Claimed(verdict.claim(), verdict.key());
            var before = told.get(place);
            try {
                claimed.put(place, tell(verdict, before));
            } catch (KubernetesClientException e) {
                complete = false;
                if (before != null) {
                    claimed.put(place, before);
                }
                LOG.atDebug()
                        .addKeyValue("claimant", verdict.claim().display())
                        .addKeyValue("status", e.getCode())
                        .log("a status cannot be written");
            }
        }
        told.clear();
        told.putAll(claimed);
        return complete;
    }

    private Told tell(Verdict verdict, @Nullable Told before) {
        var claim = verdict.claim();
        if (claim.kind().equals(Claim.SECRET)) {
            if (before == null ? verdict.reason().isProblem() : isNews(before.verdict(), verdict)) {
                events.record(verdict);
            }
            return new Told(verdict, null);
        }
        var document = watches.managedSecret(claim.namespace(), claim.name());
        if (document == null || !claim.uid().equals(document.getMetadata().getUid())) {
            return new Told(verdict, null);
        }
        var reached = verdict.version() > 0 ? replicas.countAt(verdict.revision()) : 0;
        var status = StatusOf.of(
                known(document, before), verdict, reached, replicas.count(), replicas.doubted(), clock.instant());
        var last = before == null || before.status() == null ? document.getStatus() : before.status();
        if (isNews(last, verdict)) {
            events.record(verdict);
        }
        if (!status.equals(last)) {
            patch(document, status);
        }
        return new Told(verdict, status);
    }

    private static ManagedSecret known(ManagedSecret document, @Nullable Told before) {
        if (before == null || before.status() == null) {
            return document;
        }
        var known = new ManagedSecret();
        known.setMetadata(document.getMetadata());
        known.setStatus(before.status());
        return known;
    }

    private static boolean isNews(Verdict before, Verdict now) {
        return before.reason() != now.reason() || before.version() != now.version();
    }

    private static boolean isNews(@Nullable ManagedSecretStatus before, Verdict now) {
        var ready = StatusOf.find(before, StatusOf.READY);
        return ready == null
                || !now.reason().text().equals(ready.getReason())
                || now.version() != Objects.requireNonNullElse(before == null ? null : before.version(), 0L);
    }

    /** By server-side apply: what is left out goes, and nobody else's fields are touched. */
    private void patch(ManagedSecret document, ManagedSecretStatus status) {
        var fresh = new ManagedSecret();
        fresh.getMetadata().setName(document.getMetadata().getName());
        fresh.getMetadata().setNamespace(document.getMetadata().getNamespace());
        fresh.setStatus(status);
        client.resource(fresh)
                .subresource("status")
                .patch(new PatchContext.Builder()
                        .withPatchType(PatchType.SERVER_SIDE_APPLY)
                        .withFieldManager(names.manager())
                        .withForce(true)
                        .build());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
