package dev.tigrit.sessions.store.redis;

import dev.tigrit.sessions.session.StoreUnavailableException;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisReadOnlyException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The way to the store: one connection for commands, some for revocations that wait for replicas, one for the feed. They come up in
 * the background and repair themselves; while one is down each call on it fails at once.
 */
public final class RedisConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisConnection.class);
    private static final String EVICTION = "maxmemory-policy";

    /** The next look at the masters must not wait for the last one. */
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final ClientResources resources;
    private final AnswerDeadlines deadlines;
    private final Topology topology;
    private final CommandTimers timers;
    private final RedisChannel channel;
    private final AtomicReference<Topology.@Nullable Connection> shared = new AtomicReference<>();
    private final ReplicaWaits waits;
    private final AtomicBoolean silent = new AtomicBoolean();

    /** @param feed the one channel that can be followed */
    public RedisConnection(RedisProperties properties, byte[] feed, MeterRegistry meters) {
        deadlines = properties.toDeadlines();
        resources = properties.toResources(deadlines);
        topology = Topology.of(properties, resources);
        timers = new CommandTimers(meters);
        channel = new RedisChannel(feed, topology);
        waits = new ReplicaWaits(topology, properties.waitReplicas(), properties.waitTimeout());
    }

    /**
     * Opens what is not open yet and asks whether what is open still answers. To be repeated: the driver repairs only a connection
     * that it had once, and a silent peer is noticed by not answering.
     */
    public Mono<Void> keepAlive() {
        return Mono.whenDelayError(
                        opened().then(Mono.defer(this::lookAtMasters)),
                        waits.open(),
                        channel.keepAlive(),
                        topology.hasMoved()
                                .filter(Boolean::booleanValue)
                                // At once, where the driver would let a pause pass first.
                                .doOnNext(_ -> deadlines.dropAll())
                                .flatMap(_ -> topology.connect())
                                .doOnNext(this::replace)
                                .onErrorComplete())
                .onErrorResume(this::logOnce);
    }

    private Mono<Void> opened() {
        if (shared.get() != null) {
            return Mono.empty();
        }
        return topology.connect()
                .doOnNext(this::replace)
                .doOnNext(_ -> log.info("connected to the store"))
                .then(Mono.defer(this::warnOfEviction));
    }

    private Mono<Void> lookAtMasters() {
        var open = shared.get();
        // That nothing comes back at all is noticed below as well, by AnswerDeadlines.
        return open == null
                ? Mono.empty()
                : Mono.fromCompletionStage(open.ping().get())
                        .timeout(PATIENCE)
                        .onErrorComplete()
                        .then();
    }

    private void replace(Topology.Connection fresh) {
        var old = shared.getAndSet(fresh);
        if (old != null) {
            old.close();
        }
    }

    /** Completes when every master answers and nothing is missing that a call may need. */
    public Mono<Void> ping() {
        return Mono.defer(() -> {
                    var open = shared.get();
                    return open == null || (waits.areWanted() && !waits.areOpen())
                            ? Mono.error(new StoreUnavailableException("not connected yet"))
                            : Mono.fromFuture(timers.watch("ping", open.ping().get()));
                })
                .onErrorMap(this::translated)
                .then();
    }

    /** @param name of the command in the metrics */
    public <T> Mono<T> call(String name, Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        return Mono.fromFuture(() -> ask(name, command));
    }

    /** As {@link #call}, but sent at once and without the cost of a reactive chain: for the question of each verify. */
    public <T> CompletableFuture<T> ask(
            String name, Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        var open = shared.get();
        if (open == null) {
            return CompletableFuture.failedFuture(new StoreUnavailableException("not connected yet"));
        }
        try {
            return timers.watch(name, command.apply(open.commands())).exceptionally(error -> {
                throw translated(error);
            });
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(translated(e));
        }
    }

    private RuntimeException translated(Throwable error) {
        return switch (error) {
            case CompletionException wrapped when wrapped.getCause() != null -> translated(wrapped.getCause());
            case StoreUnavailableException known -> known;
            // It has an answer of its own, see the scripts.
            case RedisNoScriptException known -> known;
            default -> unavailable(error);
        };
    }

    /** Whether {@link #callReplicated} does more than {@link #call}. */
    public boolean waitsForReplicas() {
        return waits.areWanted();
    }

    /**
     * Runs a write and waits until enough replicas have it, or for {@code wait-timeout}. When all connections for this are in use, the
     * replicas are behind, and the write is answered at once, with no replica.
     */
    public <T> Mono<Replicated<T>> callReplicated(
            String name, byte[] key, Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        var alone = call(name, command).map(value -> new Replicated<>(value, 0));
        return Mono.defer(() -> {
                    var free = waits.take();
                    return free == null
                            ? alone
                            // A client that leaves does not stop the WAIT, so it must not give the connection back.
                            : Mono.fromFuture(
                                    waits.run(free, key, owner -> timers.watch(name, command.apply(owner))), true);
                })
                .onErrorResume(RedisConnection::isRedirection, _ -> alone)
                .onErrorMap(this::translated);
    }

    /** Says something on a channel. Nobody waits for it, and while there is no connection it is lost. */
    public void tell(byte[] on, byte[] message) {
        var open = shared.get();
        if (open != null) {
            var _ = timers.watch("publish", open.commands().publish(on, message));
        }
    }

    /** What the channel says, from now on; begins with a {@link Signal.Gap}. */
    public Flux<Signal> follow() {
        return channel.signals();
    }

    @Override
    public void close() {
        topology.client().shutdown(Duration.ZERO, Duration.ofSeconds(2));
        // Nothing is left that its end would be news to.
        var _ = resources.shutdown(0, 2, TimeUnit.SECONDS);
    }

    /** The slot has moved; the shared connection knows how to follow. */
    private static boolean isRedirection(Throwable error) {
        var message = error instanceof RedisCommandExecutionException ? error.getMessage() : null;
        return message != null && (message.startsWith("MOVED ") || message.startsWith("ASK "));
    }

    private StoreUnavailableException unavailable(Throwable error) {
        if (error instanceof RedisReadOnlyException) {
            // A master of yesterday. Connecting anew asks who is the one of today.
            deadlines.dropAll();
        }
        if (error instanceof RedisCommandExecutionException refused) {
            // OOM, READONLY, NOPERM, ...: somebody has to act. Only the code, for the rest may quote the command.
            var code = Objects.toString(refused.getMessage(), "").split(" ", 2)[0];
            log.atWarn().addKeyValue("error", code).log("the store refused a command");
        }
        return new StoreUnavailableException(error.getClass().getSimpleName());
    }

    private Mono<Void> logOnce(Throwable error) {
        if (silent.compareAndSet(false, true)) {
            // Of several the first: all connections lead to the same place.
            var root = NestedExceptionUtils.getMostSpecificCause(
                    Exceptions.unwrapMultiple(error).getFirst());
            log.atWarn()
                    .addKeyValue("error", root.getClass().getSimpleName())
                    .log("the store cannot be reached, retrying");
        }
        return Mono.empty();
    }

    /** Evicting a key signs a user out; managed stores may forbid the question, which is no reason to worry. */
    private Mono<Void> warnOfEviction() {
        return call("config", redis -> redis.configGet(EVICTION))
                .doOnNext(policy -> {
                    if (!"noeviction".equals(policy.getOrDefault(EVICTION, "noeviction"))) {
                        log.atWarn()
                                .addKeyValue("maxmemory_policy", policy.get(EVICTION))
                                .log("the store may evict sessions; maxmemory-policy should be noeviction");
                    }
                })
                .onErrorComplete()
                .then();
    }

    /**
     * The answer to a write, and how far it has spread.
     *
     * @param replicas how many replicas are known to have it; 0 also when that cannot be told
     */
    public record Replicated<T>(T value, long replicas) {}

    public sealed interface Signal {

        /** @param payload the bytes that were published; for this subscriber to read */
        record Message(ByteBuffer payload) implements Signal {}

        /** Messages may have been missed, or this is the beginning. */
        record Gap() implements Signal {}
    }
}
