package dev.tigrit.sessions.catalogue;

import static dev.tigrit.sessions.TestService.tokenOf;

import dev.tigrit.sessions.TestService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/**
 * Clients that sign in and verify without a pause, each for a user of its own. After each answer the session has to be what the
 * client knows it to be; when the store does not answer, the client may only hear so.
 */
final class Load implements AutoCloseable {

    /** One answer: when it came, by {@link System#nanoTime()}, and its status. */
    private record Answer(long at, String call, int status) {}

    private final TestService service;
    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> kept = new ConcurrentLinkedQueue<>();
    private final Queue<String> mistakes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean(true);
    private final List<Thread> threads;
    private final boolean strict;

    /**
     * Starts.
     *
     * @param strict whether an acknowledged session that verify does not know is a mistake at once
     */
    Load(TestService service, List<String> users, boolean strict) {
        this.service = service;
        this.strict = strict;
        threads = IntStream.range(0, users.size())
                .mapToObj(i -> Thread.ofPlatform().start(() -> work(users.get(i))))
                .toList();
    }

    private void work(String user) {
        for (var i = 0; running.get(); i++) {
            // Many users: their keys are on every master of a Cluster, and none comes to the limit.
            var created = service.createFor(user + "-" + i % 1000);
            note("create", created.getStatus().value(), 201);
            if (created.getStatus().value() != 201) {
                continue;
            }
            var token = tokenOf(created);
            var kind = Math.floorMod(token.hashCode(), 3);
            if (kind == 0) {
                var status = service.status("invalidate", token);
                note("invalidate", status, 204);
                if (status == 204) {
                    note("verify of a dead one", service.status("verify", token), 401);
                }
            } else {
                note("verify", service.status("verify", token), strict ? 200 : -200);
                note("extend", service.status("extend", token), strict ? 200 : -200);
                kept.add(token);
            }
        }
    }

    /** @param expected negative: not to be insisted on */
    private void note(String call, int status, int expected) {
        answers.add(new Answer(System.nanoTime(), call, status));
        if (status != 503 && expected > 0 && status != expected) {
            mistakes.add(call + " " + status);
        }
    }

    /** How many of each status by call so far. */
    Map<String, Integer> counts() {
        var counts = new TreeMap<String, Integer>();
        answers.forEach(answer -> counts.merge(answer.call() + " " + answer.status(), 1, Integer::sum));
        return counts;
    }

    /** From the last good answer before the first 503 to the last 503. */
    Duration errorWindow() {
        var first = 0L;
        var last = 0L;
        for (var answer : answers) {
            if (answer.status() == 503) {
                first = first == 0 ? answer.at() : first;
                last = answer.at();
            }
        }
        return Duration.ofNanos(last - first);
    }

    int answered() {
        return answers.size();
    }

    /** Tokens of sessions that were acknowledged and never ended. */
    List<String> kept() {
        return List.copyOf(kept);
    }

    List<String> mistakes() {
        return List.copyOf(mistakes);
    }

    @Override
    public void close() {
        stop();
    }

    /** Returns when the last answer is there. */
    void stop() {
        running.set(false);
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
