package dev.tigrit.sessions.http;

import dev.tigrit.sessions.session.SessionProblem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Limits how many calls of a kind run at the same time, in all and for each caller. Further calls wait in order, for at most
 * {@value #PATIENCE_MILLIS} ms; when too many are waiting, a call is refused at once.
 */
final class CallerTurns {

    private static final long PATIENCE_MILLIS = 2_000;
    private static final Duration PATIENCE = Duration.ofMillis(PATIENCE_MILLIS);

    /** Of calls whose answers are large. */
    static final Bounds LARGE_ANSWERS = new Bounds(6, 4, 256, 128);

    record Bounds(int running, int runningPerCaller, int waiting, int waitingPerCaller) {}

    private static final class Waiter {

        private final String caller;
        private final Sinks.One<Waiter> turn = Sinks.one();
        private boolean runs;

        private Waiter(String caller) {
            this.caller = caller;
        }
    }

    private final Bounds bounds;
    private final Map<String, Integer> running = new HashMap<>();
    private final Queue<Waiter> queue = new ArrayDeque<>();
    private int runningInAll;

    CallerTurns(Bounds bounds) {
        this.bounds = bounds;
    }

    /** 200 with this JSON, or 429 before the work has begun. A turn lasts until the client has taken the answer, which bounds memory. */
    Mono<ServerResponse> answer(String caller, Mono<byte[]> json) {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .build((exchange, _) -> take(caller, json.flatMap(bytes -> write(exchange.getResponse(), bytes))));
    }

    private static Mono<Void> write(ServerHttpResponse response, byte[] bytes) {
        response.getHeaders().setContentLength(bytes.length);
        return response.writeWith(Mono.just(response.bufferFactory().wrap(bytes)));
    }

    /** @return what the work returns; fails with 429 before the work has begun when there is too much of it */
    <T> Mono<T> take(String caller, Mono<T> work) {
        return Mono.usingWhen(
                Mono.defer(() -> arrive(caller)), _ -> work, turn -> Mono.fromRunnable(() -> leave(turn)));
    }

    private Mono<Waiter> arrive(String caller) {
        var waiter = new Waiter(caller);
        synchronized (this) {
            if (mayRun(caller)) {
                begin(waiter);
                return Mono.just(waiter);
            }
            if (queue.size() >= bounds.waiting() || waiting(caller) >= bounds.waitingPerCaller()) {
                return Mono.error(SessionProblem.TOO_MANY_REQUESTS.exception());
            }
            queue.add(waiter);
        }
        return waiter.turn
                .asMono()
                .timeout(PATIENCE, Mono.defer(() -> {
                    giveUp(waiter);
                    return Mono.error(SessionProblem.TOO_MANY_REQUESTS.exception());
                }))
                .doOnCancel(() -> giveUp(waiter));
    }

    /** The turn may have come at the same moment. */
    private void giveUp(Waiter waiter) {
        synchronized (this) {
            queue.remove(waiter);
        }
        leave(waiter);
    }

    /** Twice is as good as once: a client may leave at the moment when its work ends. */
    private void leave(Waiter waiter) {
        @Nullable Waiter next;
        synchronized (this) {
            if (!waiter.runs) {
                return;
            }
            waiter.runs = false;
            runningInAll--;
            running.computeIfPresent(waiter.caller, (_, count) -> count == 1 ? null : count - 1);
            next = next();
        }
        if (next != null) {
            next.turn.tryEmitValue(next);
        }
    }

    private @Nullable Waiter next() {
        for (var waiter : queue) {
            if (mayRun(waiter.caller)) {
                queue.remove(waiter);
                begin(waiter);
                return waiter;
            }
        }
        return null;
    }

    private boolean mayRun(String caller) {
        return runningInAll < bounds.running() && running.getOrDefault(caller, 0) < bounds.runningPerCaller();
    }

    private void begin(Waiter waiter) {
        waiter.runs = true;
        runningInAll++;
        running.merge(waiter.caller, 1, Integer::sum);
    }

    private long waiting(String caller) {
        return queue.stream().filter(waiter -> waiter.caller.equals(caller)).count();
    }
}
