package dev.tigrit.e2e.kit;

import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Requests at a constant rate, whether earlier ones were answered or not, until it is closed. */
public final class Load implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final Map<String, Integer> outcomes = new ConcurrentHashMap<>();
    private final AtomicInteger pending = new AtomicInteger();
    private final List<Supplier<HttpRequest.Builder>> requests;
    private int next;

    private Load(List<Supplier<HttpRequest.Builder>> requests) {
        this.requests = requests;
    }

    /** @param perSecond all of them together, in turn */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static Load of(int perSecond, Supplier<HttpRequest.Builder>... requests) {
        var load = new Load(List.of(requests));
        var pause = TimeUnit.SECONDS.toMicros(1) / perSecond;
        load.clock.scheduleAtFixedRate(load::send, 0, pause, TimeUnit.MICROSECONDS);
        return load;
    }

    /** How many had which outcome: a status, or the class of an exception. */
    public Map<String, Integer> outcomes() {
        return Map.copyOf(outcomes);
    }

    /** Sends no more, and waits for the answers. */
    @Override
    public void close() {
        clock.shutdownNow();
        await().atMost(Duration.ofSeconds(10)).until(() -> pending.get() == 0);
    }

    private void send() {
        var request = requests.get(next++ % requests.size());
        pending.incrementAndGet();
        Http.status(request.get()).whenComplete((status, failure) -> {
            outcomes.merge(failure == null ? status.toString() : failure.toString(), 1, Integer::sum);
            pending.decrementAndGet();
        });
    }
}
