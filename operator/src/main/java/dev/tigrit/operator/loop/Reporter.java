package dev.tigrit.operator.loop;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretStatus;
import dev.tigrit.operator.bundle.Entry.Claim;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.desire.Decision.Verdict;
import dev.tigrit.operator.push.Replicas;
import dev.tigrit.operator.watch.Signal;
import dev.tigrit.operator.watch.Watches;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fourth step of a pass, report: on a thread of its own, since nothing that is pushed may wait for thousands of statuses. Namespaces
 * have their turns, one write each, so that nobody's status waits for thousands of another namespace's either.
 */
public final class Reporter implements AutoCloseable {

    /** Most pushes are acknowledged by then, and one status says what two would. */
    private static final Duration GATHER = Duration.ofMillis(100);

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration FOREVER = Duration.ofDays(1);
    private static final DateTimeFormatter MICRO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final int MAX_NOTE = 1024;
    private static final int EVENTS = 100;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);

    private final KubernetesClient client;
    private final Watches watches;
    private final Replicas replicas;
    private final InstantSource clock;
    private final String instance;
    private final Signal signal;
    private final Thread thread;

    /** What has yet to be looked at, by namespace; what is due longest comes first. */
    private final Map<String, LinkedHashMap<Subject, Verdict>> due = new LinkedHashMap<>();

    /** What was last written, or told by an Event: the watch may not have brought it back yet. */
    private final Map<Subject, Told> told = new HashMap<>();

    /** How many Events were written since then, by namespace. */
    private final Map<String, Integer> written = new HashMap<>();

    private Instant since = Instant.MIN;
    private volatile List<Verdict> newest = List.of();
    private boolean failed;

    private record Subject(Claim claim, String key) {}

    private record Told(Verdict verdict, @Nullable ManagedSecretStatus status) {}

    /** @param signal raised when what a replica is known to serve has changed */
    public Reporter(
            KubernetesClient client,
            Watches watches,
            Replicas replicas,
            Signal signal,
            InstantSource clock,
            String instance) {
        this.client = client;
        this.watches = watches;
        this.replicas = replicas;
        this.signal = signal;
        this.clock = clock;
        this.instance = instance;
        thread = Thread.ofVirtual().name("reporter").start(this::run);
    }

    public void report(List<Verdict> verdicts) {
        newest = verdicts;
        signal.raise();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (due.isEmpty()) {
                    signal.await(failed ? RETRY : FOREVER);
                    Thread.sleep(GATHER);
                    failed = false;
                    collect();
                } else if (signal.await(Duration.ZERO)) {
                    collect();
                }
                writeInTurns();
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** What has waited for its turn keeps its place, with what is to be said now. */
    private void collect() {
        var subjects = new HashSet<Subject>();
        for (var verdict : newest) {
            var subject = new Subject(verdict.claim(), verdict.key());
            subjects.add(subject);
            due.computeIfAbsent(verdict.claim().namespace(), _ -> new LinkedHashMap<>())
                    .put(subject, verdict);
        }
        due.values().forEach(waiting -> waiting.keySet().retainAll(subjects));
        told.keySet().retainAll(subjects);
    }

    /** One write for each namespace; what has not changed costs none. */
    private void writeInTurns() throws InterruptedException {
        for (var waiting : due.values()) {
            var wrote = false;
            while (!wrote && !waiting.isEmpty()) {
                var next = waiting.pollFirstEntry();
                wrote = guardedTell(next.getKey(), next.getValue());
            }
        }
        due.values().removeIf(Map::isEmpty);
    }

    /** Whatever is wrong with one status, the thread is there for the next one. */
    private boolean guardedTell(Subject subject, Verdict verdict) throws InterruptedException {
        var before = told.get(subject);
        try {
            var after = tell(verdict, before);
            told.put(subject, after);
            return before == null || !after.equals(before);
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            // The class and the status only: a message may quote an object.
            (failed || e instanceof KubernetesClientException ? LOG.atDebug() : LOG.atWarn())
                    .addKeyValue("claimant", verdict.claim().display())
                    .addKeyValue("problem", e.getClass().getSimpleName())
                    .addKeyValue("status", e instanceof KubernetesClientException api ? api.getCode() : 0)
                    .log("a status cannot be written and is written again");
            failed = true;
            return true;
        }
    }

    private Told tell(Verdict verdict, @Nullable Told before) {
        var claim = verdict.claim();
        if (claim.kind().equals(Claim.SECRET)) {
            if (before == null ? verdict.reason().isProblem() : isNews(before.verdict(), verdict)) {
                record(verdict);
            }
            return new Told(verdict, null);
        }
        var document = watches.managedSecret(claim.namespace(), claim.name());
        if (document == null || !claim.uid().equals(document.getMetadata().getUid())) {
            return new Told(verdict, null);
        }
        var last = before == null || before.status() == null ? document.getStatus() : before.status();
        var reached = verdict.version() > 0 ? replicas.countAt(verdict.revision()) : 0;
        var status =
                new StatusOf(last, verdict, reached, replicas.count(), replicas.doubted(), clock.instant()).status();
        if (StatusOf.isNews(last, verdict)) {
            record(verdict);
        }
        if (!status.equals(last)) {
            patch(document, status);
        }
        return new Told(verdict, status);
    }

    private static boolean isNews(Verdict before, Verdict now) {
        return before.reason() != now.reason()
                || before.version() != now.version()
                || (now.key().isEmpty() && !now.message().equals(before.message()));
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
                        .withFieldManager(Names.MANAGER)
                        .withForce(true)
                        .build());
    }

    /** Writes an Event on the object that claims the key. */
    private void record(Verdict verdict) {
        var claim = verdict.claim();
        var reason = verdict.reason();
        var note = verdict.key().isEmpty() ? verdict.message() : verdict.key() + ": " + verdict.message();
        if (!isPermitted(claim.namespace())) {
            LOG.atDebug().addKeyValue("namespace", claim.namespace()).log("too many Events, one is not written");
            return;
        }
        var event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName(claim.name() + "-")
                .withNamespace(claim.namespace())
                .endMetadata()
                .withEventTime(new MicroTime(MICRO.format(clock.instant().atOffset(ZoneOffset.UTC))))
                .withReportingController(Names.MANAGER)
                .withReportingInstance(instance)
                .withAction("Sync")
                .withReason(reason.text())
                .withType(reason.isProblem() ? "Warning" : "Normal")
                .withNote(note.length() > MAX_NOTE ? note.substring(0, MAX_NOTE) : note)
                .withNewRegarding()
                .withApiVersion(claim.apiVersion())
                .withKind(claim.kind())
                .withNamespace(claim.namespace())
                .withName(claim.name())
                .withUid(claim.uid())
                .endRegarding()
                .build();
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.atWarn().addKeyValue("status", e.getCode()).log("an Event cannot be written");
        }
    }

    /** A Secret with thousands of keys must not write thousands of Events. */
    private boolean isPermitted(String namespace) {
        var now = clock.instant();
        if (now.minus(WINDOW).isAfter(since)) {
            since = now;
            written.clear();
        }
        return written.merge(namespace, 1, Integer::sum) <= EVENTS;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
