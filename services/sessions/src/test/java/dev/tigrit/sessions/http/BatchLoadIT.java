package dev.tigrit.sessions.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.RealRedis;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One caller asks for as many batches as it can; everybody else verifies single tokens. */
class BatchLoadIT {

    private static final Logger log = LoggerFactory.getLogger(BatchLoadIT.class);
    private static final int SINGLES = 1_000;

    private static RealRedis redis;
    private static TestService service;
    private static String token;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newFixedThreadPool(4))
            .build();
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Integer> batches = new ConcurrentHashMap<>();

    @BeforeAll
    static void start() {
        redis = RealRedis.start();
        service = TestService.start(redis.url());
        token = service.token();
    }

    @AfterAll
    static void stop() {
        service.close();
        redis.close();
    }

    @Test
    void singleCallsKeepTheirLatencyBesideABatchCaller() throws Exception {
        for (var round = 0; round < 2; round++) {
            singles();
            beside(6, 1_000, this::singles);
        }
        var alone = singles();
        batches.clear();

        var beside = beside(6, 1_000, this::singles);

        log.atInfo()
                .addKeyValue("alone", alone)
                .addKeyValue("beside", beside)
                .addKeyValue("batches", batches)
                .log("singles");
        assertThat(wrong).isEmpty();
        assertThat(batches).containsOnlyKeys(200);
        // Twice, and what it costs to share two cores with the client that asks for the batches.
        assertThat(beside.p99()).isLessThan(alone.p99().multipliedBy(2).plusMillis(20));
        assertThat(beside.p50()).isLessThan(alone.p50().multipliedBy(2).plusMillis(10));
    }

    @Test
    void overloadIsSaidAndOverAtOnce() throws Exception {
        beside(64, 100, this::singles);
        log.atInfo().addKeyValue("batches", batches).log("64 loops of 100");

        beside(160, 1_000, this::singles);

        log.atInfo().addKeyValue("batches", batches).log("160 loops of 1000");
        assertThat(wrong).isEmpty();
        assertThat(batches.keySet()).contains(200).isSubsetOf(200, 429);
        assertThat(send(batch(1_000)).statusCode()).isEqualTo(200);
        assertThat(singles().p99()).isLessThan(Duration.ofSeconds(1));
    }

    private record Times(Duration p50, Duration p99) {}

    /** Two clients, one call after the other. */
    private Times singles() {
        var request = HttpRequest.newBuilder(URI.create(service.url() + "/v1/sessions/verify"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"token\": \"" + token + "\"}"))
                .build();
        var taken = new ConcurrentLinkedQueue<Long>();
        IntStream.range(0, 2).parallel().forEach(_ -> {
            for (var i = 0; i < SINGLES / 2; i++) {
                var begun = System.nanoTime();
                var status = send(request).statusCode();
                taken.add(System.nanoTime() - begun);
                if (status != 200) {
                    wrong.add("verify " + status);
                }
            }
        });
        var sorted = taken.stream().sorted().toList();
        return new Times(
                Duration.ofNanos(sorted.get(sorted.size() / 2)),
                Duration.ofNanos(sorted.get(sorted.size() * 99 / 100)));
    }

    /** @param loops clients that ask for a batch as soon as they have the answer to the one before */
    private Times beside(int loops, int tokens, Supplier<Times> action) throws Exception {
        var running = new AtomicBoolean(true);
        var request = batch(tokens);
        try (var threads = Executors.newFixedThreadPool(loops)) {
            var all = new ArrayList<Future<?>>();
            for (var i = 0; i < loops; i++) {
                all.add(threads.submit(() -> {
                    while (running.get()) {
                        var answer = send(request);
                        batches.merge(answer.statusCode(), 1, Integer::sum);
                        if (answer.statusCode() != 200
                                && answer.headers().firstValue("Retry-After").isEmpty()) {
                            wrong.add("batch " + answer.statusCode() + " without Retry-After");
                        }
                    }
                }));
            }
            try {
                return action.get();
            } finally {
                running.set(false);
                for (var one : all) {
                    one.get();
                }
            }
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest batch(int tokens) {
        var list = Collections.nCopies(tokens, '"' + token + '"').stream().collect(Collectors.joining(","));
        return HttpRequest.newBuilder(URI.create(service.url() + "/v1/sessions/verify-batch"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + TestService.INTERNAL)
                .timeout(Duration.ofSeconds(20))
                .POST(BodyPublishers.ofString("{\"tokens\": [" + list + "]}"))
                .build();
    }
}
