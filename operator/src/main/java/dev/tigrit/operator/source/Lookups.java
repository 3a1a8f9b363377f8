package dev.tigrit.operator.source;

import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.watch.Signal;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks up Secrets on a thread of its own and remembers the answers: a pass never waits for the API server because of a document that
 * names a missing Secret. Each name is looked up once in an interval, and namespaces take turns.
 */
public final class Lookups implements AutoCloseable {

    /** Result of looking for one Secret that no watch shows. */
    public enum Found {
        NOTHING,
        /** Its owner has not labelled it. */
        UNLABELLED,
        /** Labelled; the watch does not have it yet. */
        LABELLED,
        /** It is being looked for. */
        PENDING,
        /** It could not be looked for. */
        UNKNOWN
    }

    private static final Logger LOG = LoggerFactory.getLogger(Lookups.class);

    /** Names that are looked up in one namespace; the answer for any more is unknown. */
    private static final int MAX_NAMES = 256;

    private final BiFunction<String, String, Found> api;
    private final Duration interval;
    private final Runnable changed;
    private final Map<String, Map<String, Answer>> byNamespace = new HashMap<>();
    private final Signal signal = new Signal();
    private final Thread thread;

    /** Guarded by the lookups. */
    private static final class Answer {

        private final String namespace;
        private final String name;
        private Found found = Found.PENDING;
        private long due = System.nanoTime();
        private long wanted;

        Answer(String namespace, String name) {
            this.namespace = namespace;
            this.name = name;
        }
    }

    /** Starts the thread; {@code changed} is run when an answer is another one than before. */
    public Lookups(BiFunction<String, String, Found> api, Duration interval, Runnable changed) {
        this.api = api;
        this.interval = interval;
        this.changed = changed;
        thread = Thread.ofVirtual().name("lookups").start(this::run);
    }

    /** Asks the API server. One name that cannot be asked for says nothing of the others, so that nothing is thrown. */
    public static Found ask(KubernetesClient client, String namespace, String name) {
        try {
            var secret = client.secrets().inNamespace(namespace).withName(name).get();
            if (secret == null) {
                return Found.NOTHING;
            }
            var isLabelled = "true".equals(secret.getMetadata().getLabels().get(Names.SYNC_LABEL));
            return isLabelled ? Found.LABELLED : Found.UNLABELLED;
        } catch (RuntimeException e) {
            LOG.atDebug()
                    .addKeyValue("namespace", namespace)
                    .addKeyValue("name", name)
                    .addKeyValue("problem", e.getClass().getSimpleName())
                    .log("a Secret cannot be looked up");
            return Found.UNKNOWN;
        }
    }

    /** The answer as far as it is known; never waits. */
    public synchronized Found look(String namespace, String name) {
        var answers = byNamespace.computeIfAbsent(namespace, _ -> new LinkedHashMap<>());
        if (answers.size() >= MAX_NAMES && !answers.containsKey(name)) {
            return Found.UNKNOWN;
        }
        var answer = answers.computeIfAbsent(name, _ -> {
            signal.raise();
            return new Answer(namespace, name);
        });
        answer.wanted = System.nanoTime();
        return answer.found;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                for (var due = due(); !due.isEmpty(); due = due()) {
                    due.forEach(this::answer);
                }
                signal.await(interval);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** At most one of each namespace. Those that no pass has asked for lately are forgotten. */
    private synchronized List<Answer> due() {
        var now = System.nanoTime();
        byNamespace
                .values()
                .forEach(answers -> answers.values()
                        .removeIf(answer ->
                                now - answer.wanted > interval.multipliedBy(3).toNanos()));
        return byNamespace.values().stream()
                .flatMap(answers -> answers.values().stream()
                        .filter(answer -> now - answer.due >= 0)
                        .limit(1))
                .toList();
    }

    private void answer(Answer answer) {
        var found = api.apply(answer.namespace, answer.name);
        synchronized (this) {
            answer.due = System.nanoTime() + interval.toNanos();
            if (found == answer.found) {
                return;
            }
            answer.found = found;
        }
        changed.run();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
