package dev.tigrit.sessions.store.redis;

import dev.tigrit.sessions.StoreUnavailableException;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * The one connection to the store. It comes up in the background and repairs itself; while it is down each call fails at
 * once.
 */
public final class RedisConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RedisConnection.class);
    private static final String EVICTION = "maxmemory-policy";

    private final RedisURI uri;
    private final ClientResources resources;
    private final RedisClient client;
    private final AtomicReference<@Nullable StatefulRedisConnection<byte[], byte[]>> connection =
            new AtomicReference<>();
    private final AtomicBoolean silent = new AtomicBoolean();

    public RedisConnection(RedisProperties properties) {
        uri = properties.toUri();
        resources = properties.toResources();
        client = properties.toClient(resources);
    }

    /** Lettuce repairs a connection that it had once; the first one has to be tried for. */
    public Mono<Void> connectOnce() {
        if (connection.get() != null) {
            return Mono.empty();
        }
        return Mono.fromCompletionStage(() -> client.connectAsync(ByteArrayCodec.INSTANCE, uri))
                .doOnNext(connection::set)
                .doOnNext(_ -> log.info("connected to the store"))
                .then(Mono.defer(this::warnOfEviction))
                .onErrorResume(this::logOnce);
    }

    public <T> Mono<T> call(Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<T>> command) {
        return Mono.defer(() -> {
                    var open = connection.get();
                    return open == null
                            ? Mono.<T>error(new StoreUnavailableException("not connected yet"))
                            : Mono.fromFuture(command.apply(open.async()).toCompletableFuture());
                })
                .onErrorMap(RedisConnection::isOurs, RedisConnection::unavailable);
    }

    @Override
    public void close() {
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        // Nothing is left that its end would be news to.
        var _ = resources.shutdown(0, 2, TimeUnit.SECONDS);
    }

    /** NOSCRIPT has an answer of its own, see the scripts. */
    private static boolean isOurs(Throwable error) {
        return !(error instanceof StoreUnavailableException) && !(error instanceof RedisNoScriptException);
    }

    private static Throwable unavailable(Throwable error) {
        if (error instanceof RedisCommandExecutionException refused) {
            // OOM, READONLY, NOPERM, ...: somebody has to act. Only the code, for the rest may quote the command.
            log.atWarn().addKeyValue("error", code(refused)).log("the store refused a command");
        }
        return new StoreUnavailableException(error.getClass().getSimpleName());
    }

    private static String code(RedisCommandExecutionException error) {
        var message = error.getMessage();
        return message == null ? "" : message.split(" ", 2)[0];
    }

    private Mono<Void> logOnce(Throwable error) {
        if (silent.compareAndSet(false, true)) {
            log.atWarn()
                    .addKeyValue("error", error.getClass().getSimpleName())
                    .log("the store cannot be reached, trying on");
        }
        return Mono.empty();
    }

    /** Evicting a key signs a user out; managed stores may forbid the question, which is no reason to worry. */
    private Mono<Void> warnOfEviction() {
        return call(redis -> redis.configGet(EVICTION))
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
}
