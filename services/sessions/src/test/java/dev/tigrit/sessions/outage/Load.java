package dev.tigrit.sessions.outage;

import static dev.tigrit.sessions.TestService.tokenOf;

import dev.tigrit.sessions.TestService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.springframework.http.HttpMethod;

/**
 * Clients that sign in and verify without a pause, each for a user of its own. After each answer the session has to be what the
 * client knows it to be; when the store does not answer, the client may only hear so. A call that fails in another way is a
 * mistake, too.
 */
final class Load implements AutoCloseable {

    private static final int UNKNOWN = 503;
    private static final Set<Integer> CONTRACT = Set.of(200, 201, 204, 401, 409, UNKNOWN);

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
     * @param strict whether an acknowledged session that verify does not know, or an ended one that it knows, is a mistake
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
            try {
                // Many users: their keys are on every master of a Cluster, and none comes to the limit.
                if (i % 4 == 0) {
                    signOutEverywhere(user + "-everywhere-" + i % 1000);
                } else {
                    signIn(user + "-" + i % 1000);
                }
            } catch (RuntimeException | AssertionError e) {
                mistakes.add(String.valueOf(e));
            }
        }
    }

    private void signIn(String user) {
        var created = service.createFor(user);
        note("create", created.getStatus().value(), 201, true);
        if (created.getStatus().value() != 201) {
            return;
        }
        var token = tokenOf(created);
        var kind = Math.floorMod(token.hashCode(), 3);
        if (kind == 0) {
            var status = service.status("invalidate", token);
            note("invalidate", status, 204, true);
            if (status == 204) {
                note("verify of a dead one", service.status("verify", token), 401, strict);
            }
        } else {
            note("verify", service.status("verify", token), 200, strict);
            note("extend", service.status("extend", token), 200, strict);
            kept.add(token);
        }
    }

    /** Of a user of whom nothing is kept. */
    private void signOutEverywhere(String user) {
        var created = service.createFor(user);
        note("create", created.getStatus().value(), 201, true);
        if (created.getStatus().value() != 201) {
            return;
        }
        var status = service.call(HttpMethod.DELETE, "/v1/users/" + user + "/sessions")
                .getStatus()
                .value();
        note("revoke-all", status, 204, true);
        if (status == 204) {
            note("verify of a revoked one", service.status("verify", tokenOf(created)), 401, strict);
        }
    }

    /** @param insisted whether another answer of the contract is a mistake, too */
    private void note(String call, int status, int expected, boolean insisted) {
        answers.add(new Answer(System.nanoTime(), call, status));
        if (!CONTRACT.contains(status) || (insisted && status != UNKNOWN && status != expected)) {
            mistakes.add(call + " " + status);
        }
    }

    /** How many of each status by call so far. */
    Map<String, Integer> counts() {
        var counts = new TreeMap<String, Integer>();
        answers.forEach(answer -> counts.merge(answer.call() + " " + answer.status(), 1, Integer::sum));
        return counts;
    }

    /** From the first 503 to the last: how long callers hear of an outage. A call may hang for its time-out before the first. */
    Duration errorWindow() {
        return answers.stream()
                .filter(answer -> answer.status() == UNKNOWN)
                .map(Answer::at)
                .min(Long::compare)
                .map(this::errorsSince)
                .orElse(Duration.ZERO);
    }

    /** From that moment, by {@link System#nanoTime()}, to the last 503; less than zero when that came before. */
    Duration errorsSince(long moment) {
        return answers.stream()
                .filter(answer -> answer.status() == UNKNOWN)
                .map(answer -> Duration.ofNanos(answer.at() - moment))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
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
