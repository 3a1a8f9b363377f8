package dev.tigrit.e2e.kit.http;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Requests at a constant rate, whether earlier ones were answered or not, until it is closed. */
public final class Load implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final List<Supplier<HttpRequest.Builder>> requests;
    private final ScheduledFuture<?> ticks;
    private int next;

    private Load(int perSecond, List<Supplier<HttpRequest.Builder>> requests) {
        this.requests = requests;
        ticks = clock.scheduleAtFixedRate(
                this::send, 0, TimeUnit.SECONDS.toMicros(1) / perSecond, TimeUnit.MICROSECONDS);
    }

    /** @param perSecond all of them together, in turn */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static Load of(int perSecond, Supplier<HttpRequest.Builder>... requests) {
        return new Load(perSecond, List.of(requests));
    }

    /** How many had which outcome: 200; another status with who said it and why; or an exception. */
    public Map<String, Integer> outcomes() {
        return Map.copyOf(outcomes);
    }

    /** Sends no more, and waits for the answers. */
    @Override
    public void close() {
        ticks.cancel(false);
        clock.shutdown();
        await().atMost(Duration.ofSeconds(10)).until(() -> pending.get() == 0);
    }

    private void send() {
        var request = requests.get(next++ % requests.size());
        pending.incrementAndGet();
        var _ = Http.outcome(request.get()).whenComplete((outcome, failure) -> {
            outcomes.merge(failure == null ? outcome : failure.toString(), 1, Integer::sum);
            pending.decrementAndGet();
        });
    }
}
