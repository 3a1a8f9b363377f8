package dev.tigrit.starter.direct;

import dev.tigrit.starter.direct.DirectCall.Answer;
import dev.tigrit.starter.direct.DirectCall.Field;
import dev.tigrit.starter.direct.DirectCall.Request;
import dev.tigrit.starter.log.RequestNames;
import dev.tigrit.starter.problem.ProblemHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * The direct calls of a server: which one a request is, and what its answer is and counts as. A graceful shutdown waits for those that
 * are not answered, as the server does for its own.
 */
final class DirectCalls implements SmartLifecycle {

    private final List<Door> doors;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicReference<@Nullable Runnable> whenNoneIsOpen = new AtomicReference<>();
    private volatile boolean running;

    DirectCalls(Stream<DirectCall> calls, ProblemHandler problems, MeterRegistry meters) {
        doors = calls.map(call -> new Door(call, problems, meters)).toList();
    }

    HttpServer on(HttpServer server) {
        return server.doOnChannelInit((_, channel, _) -> channel.pipeline()
                .addBefore(NettyPipeline.HttpTrafficHandler, "directCalls", new DirectConnection(this)));
    }

    /** Of a plain request; null for any other. */
    @Nullable
    Door find(HttpRequest request) {
        for (var door : doors) {
            if (door.covers(request.uri())) {
                return PlainRequest.matches(request, door.call) ? door : null;
            }
        }
        return null;
    }

    void taken() {
        open.incrementAndGet();
    }

    void ended() {
        if (open.decrementAndGet() == 0) {
            tell();
        }
    }

    private void tell() {
        var waiting = whenNoneIsOpen.getAndSet(null);
        if (waiting != null) {
            waiting.run();
        }
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        whenNoneIsOpen.set(callback);
        if (open.get() == 0) {
            tell();
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** When no new connection comes any more, and before the event loops end. */
    @Override
    public int getPhase() {
        return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE + 1;
    }

    /** A request, and what will be its answer. */
    record Asked(Door door, String method, long since, CompletableFuture<? extends @Nullable Answer> result) {

        /** Of a result that is done. */
        Answer answer(Channel channel) {
            var found = result.isCompletedExceptionally() ? null : result.resultNow();
            var answer = found == null ? door.problem(error(), method, channel) : found;
            door.timers
                    .computeIfAbsent(new Door.Series(method, answer.status(), found == null), door::timer)
                    .record(System.nanoTime() - since, TimeUnit.NANOSECONDS);
            return answer;
        }

        private Throwable error() {
            return result.isCompletedExceptionally()
                    ? result.exceptionNow()
                    : new IllegalStateException(DirectDoor.NO_ANSWER);
        }
    }

    /** One call. The timer is the one that Spring records for all others ({@code http.server.requests}). */
    static final class Door {

        private static final Field PROBLEM =
                new Field(HttpHeaderNames.CONTENT_TYPE, MediaType.APPLICATION_PROBLEM_JSON_VALUE);

        private record Series(String method, int status, boolean failed) {}

        private final DirectCall call;
        private final String prefix;
        private final boolean varies;
        private final ProblemHandler problems;
        private final MeterRegistry meters;
        private final Map<Series, Timer> timers = new ConcurrentHashMap<>();

        Door(DirectCall call, ProblemHandler problems, MeterRegistry meters) {
            var variable = call.path().indexOf('{');
            this.call = call;
            this.varies = variable >= 0;
            this.prefix = varies ? call.path().substring(0, variable) : call.path();
            this.problems = problems;
            this.meters = meters;
        }

        /** An escape, a query, a parameter or a dot may mean another path. */
        boolean covers(String target) {
            return varies
                    ? target.startsWith(prefix) && PlainRequest.isSegment(target, prefix.length())
                    : target.equals(prefix);
        }

        Asked ask(HttpRequest http, byte[] body, long since) {
            var request = new Request(http.uri().substring(prefix.length()), http.headers()::getAll, body);
            var method = http.method().name();
            try {
                var result = RequestNames.during(
                        request.fields(), () -> call.handler().apply(request));
                return new Asked(this, method, since, result.toCompletableFuture());
            } catch (RuntimeException e) {
                return new Asked(this, method, since, CompletableFuture.failedFuture(e));
            }
        }

        private Answer problem(Throwable error, String method, Channel channel) {
            var problem = problems.toProblem(error, method, channel.id().asShortText());
            var fields = new ArrayList<Field>();
            problem.headers().forEach((name, values) -> values.forEach(value -> fields.add(new Field(name, value))));
            fields.add(PROBLEM);
            return new Answer(problem.code().status().value(), fields, problems.body(problem));
        }

        private Timer timer(Series series) {
            var error = series.failed ? "ProblemException" : "none";
            return Timer.builder("http.server.requests")
                    .tag("error", error)
                    .tag("exception", error)
                    .tag("method", series.method)
                    .tag("outcome", outcome(series.status))
                    .tag("status", Integer.toString(series.status))
                    .tag("uri", call.path())
                    .register(meters);
        }

        private static String outcome(int status) {
            var series = HttpStatus.Series.resolve(status);
            return series == null ? "UNKNOWN" : series == HttpStatus.Series.SUCCESSFUL ? "SUCCESS" : series.name();
        }
    }
}
