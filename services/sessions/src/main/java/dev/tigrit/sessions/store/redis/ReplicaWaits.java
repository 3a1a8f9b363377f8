package dev.tigrit.sessions.store.redis;

import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Connections for writes that wait for replicas. {@code WAIT} speaks of its own connection's writes and blocks it, so each
 * connection has one write at a time, and no write ever stands behind a {@code WAIT}.
 */
final class ReplicaWaits {

    /** While replicas keep up, one is free again within a few milliseconds. */
    private static final int CONNECTIONS = 4;

    private final Topology topology;
    private final int replicas;
    private final Duration timeout;
    private final AtomicInteger opened = new AtomicInteger();
    private final Queue<Topology.Connection> free = new ConcurrentLinkedQueue<>();

    /** @param replicas how many to wait for; 0: nothing is opened */
    ReplicaWaits(Topology topology, int replicas, Duration timeout) {
        this.topology = topology;
        this.replicas = replicas;
        this.timeout = timeout;
    }

    boolean areWanted() {
        return replicas > 0;
    }

    /** Whether there was a connection once; the driver repairs it. */
    boolean areOpen() {
        return opened.get() > 0;
    }

    /** Opens one more, until there are enough. To be repeated, one call after the other. */
    Mono<Void> open() {
        if (!areWanted() || opened.get() >= CONNECTIONS) {
            return Mono.empty();
        }
        return topology.connect()
                .doOnNext(free::add)
                .doOnNext(_ -> opened.incrementAndGet())
                .then();
    }

    /** A connection for {@link #run}, which gives it back; null when all of them wait. */
    Topology.@Nullable Connection take() {
        return free.poll();
    }

    /** The write's answer, and how many replicas have it once enough have or the time is over. Not to be cancelled. */
    <T> CompletableFuture<RedisConnection.Replicated<T>> run(
            Topology.Connection taken,
            byte[] key,
            Function<RedisAsyncCommands<byte[], byte[]>, CompletableFuture<T>> write) {
        return CompletableFuture.completedFuture(key)
                .thenCompose(taken.ownerOf())
                .thenCompose(owner -> write.apply(owner)
                        .thenCompose(value ->
                                replicasOf(owner).thenApply(count -> new RedisConnection.Replicated<>(value, count))))
                .whenComplete((_, _) -> free.add(taken));
    }

    /** The write stands whatever becomes of the question. */
    private CompletableFuture<Long> replicasOf(RedisAsyncCommands<byte[], byte[]> owner) {
        return owner.waitForReplication(replicas, timeout.toMillis())
                .toCompletableFuture()
                .exceptionally(_ -> 0L);
    }
}
