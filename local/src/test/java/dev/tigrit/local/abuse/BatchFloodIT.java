package dev.tigrit.local.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.Caller;
import dev.tigrit.local.launcher.Service;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One caller asks Sessions for as many batches as it can; everybody else verifies single tokens. */
class BatchFloodIT {

    private static final int ROUNDS = 3;
    private static final int SINGLES = 400;
    private static final Duration JITTER = Duration.ofMillis(10);

    private static Target sessions;
    private static Target other;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<Integer, Integer> batches = new ConcurrentHashMap<>();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws Exception {
        sessions = Target.of(PackagedService.start(Service.SESSIONS));
        other = Target.of(PackagedService.startAnother(Service.SESSIONS));
    }

    @AfterAll
    static void stop() throws Exception {
        sessions.service().close();
        other.service().close();
    }

    /** With the client gone, nothing may be left of its connections. */
    @AfterEach
    void assertAsBefore() {
        http.close();
        sessions.service().assertAsBefore();
        other.service().assertAsBefore();
    }

    private record Target(PackagedService service, String token) {

        static Target of(PackagedService service) throws Exception {
            return new Target(
                    service,
                    new Caller(service.system().env()).createSession("42").field("token"));
        }
    }

    /**
     * Compared with the same batches sent to another instance on this machine, so that both measurements share its CPUs with the same
     * work. They take turns, and the median of each counts.
     */
    @ParameterizedTest
    @CsvSource({"6, 1000", "64, 100", "64, 1000"})
    void singleCallsKeepTheirLatencyBesideBatches(int loops, int tokens) throws Exception {
        beside(sessions, loops, tokens, this::singles);
        beside(other, loops, tokens, this::singles);
        batches.clear();
        var elsewhere = new ArrayList<Times>();
        var beside = new ArrayList<Times>();
        for (var round = 0; round < ROUNDS; round++) {
            elsewhere.add(beside(other, loops, tokens, this::singles));
            beside.add(beside(sessions, loops, tokens, this::singles));
        }

        System.out.printf(
                "%d loops of %d: batches elsewhere %s, here %s, batches %s%n",
                loops, tokens, Times.median(elsewhere), Times.median(beside), batches);
        assertThat(wrong).isEmpty();
        assertThat(batches.keySet()).contains(200).isSubsetOf(200, 429);
        assertThat(Times.median(beside).p99())
                .isLessThan(Times.median(elsewhere).p99().multipliedBy(2).plus(JITTER));
    }

    @Test
    void overloadIsSaidAndOverAtOnce() throws Exception {
        beside(sessions, 160, 1_000, this::singles);

        System.out.printf("160 loops of 1000: batches %s%n", batches);
        assertThat(wrong).isEmpty();
        assertThat(batches).containsOnlyKeys(200, 429);
        assertThat(send(batch(sessions, 1_000)).statusCode()).isEqualTo(200);
    }

    private record Times(Duration p50, Duration p99) {

        static Times median(List<Times> rounds) {
            return new Times(
                    rounds.stream().map(Times::p50).sorted().toList().get(rounds.size() / 2),
                    rounds.stream().map(Times::p99).sorted().toList().get(rounds.size() / 2));
        }
    }

    /** Two clients, one call after the other. */
    private Times singles() throws Exception {
        var request = post(sessions, "/v1/sessions/verify", "{\"token\": \"" + sessions.token() + "\"}")
                .build();
        var taken = new ConcurrentLinkedQueue<Duration>();
        try (var clients = Executors.newFixedThreadPool(2)) {
            Callable<Void> client = () -> {
                for (var call = 0; call < SINGLES / 2; call++) {
                    var begun = System.nanoTime();
                    var status = send(request).statusCode();
                    taken.add(Duration.ofNanos(System.nanoTime() - begun));
                    if (status != 200) {
                        wrong.add("verify " + status);
                    }
                }
                return null;
            };
            for (var one : clients.invokeAll(List.of(client, client))) {
                one.get();
            }
        }
        var sorted = taken.stream().sorted().toList();
        return new Times(sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 99 / 100));
    }

    /** @param loops clients that ask for a batch as soon as they have the answer to the one before */
    private Times beside(Target flooded, int loops, int tokens, Callable<Times> action) throws Exception {
        var running = new AtomicBoolean(true);
        var answered = new CountDownLatch(1);
        var request = batch(flooded, tokens);
        try (var threads = Executors.newFixedThreadPool(loops)) {
            var all = new ArrayList<Future<?>>();
            for (var loop = 0; loop < loops; loop++) {
                all.add(threads.submit(() -> {
                    while (running.get()) {
                        note(send(request));
                        answered.countDown();
                    }
                    return null;
                }));
            }
            try {
                assertThat(answered.await(1, TimeUnit.MINUTES)).isTrue();
                return action.call();
            } finally {
                running.set(false);
                for (var one : all) {
                    one.get();
                }
            }
        }
    }

    private void note(HttpResponse<Void> answer) {
        batches.merge(answer.statusCode(), 1, Integer::sum);
        if (answer.statusCode() != 200
                && answer.headers().firstValue("Retry-After").isEmpty()) {
            wrong.add("batch " + answer.statusCode() + " without Retry-After");
        }
    }

    private HttpResponse<Void> send(HttpRequest request) throws Exception {
        return http.send(request, BodyHandlers.discarding());
    }

    private static HttpRequest batch(Target target, int tokens) throws Exception {
        var list = String.join(",", Collections.nCopies(tokens, '"' + target.token() + '"'));
        return post(target, "/v1/sessions/verify-batch", "{\"tokens\": [" + list + "]}")
                .header(
                        "Authorization",
                        "Bearer " + target.service().system().env().internalApiSecret())
                .build();
    }

    private static HttpRequest.Builder post(Target target, String path, String body) {
        return HttpRequest.newBuilder(
                        URI.create("http://localhost:" + target.service().port() + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString(body));
    }
}
