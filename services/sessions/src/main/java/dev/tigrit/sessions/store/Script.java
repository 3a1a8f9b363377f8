package dev.tigrit.sessions.store;

import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.sessions.session.StoreUnavailableException;
import dev.tigrit.sessions.store.redis.RedisConnection;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;
import reactor.core.publisher.Mono;

/** One Lua script on one key; what several of them know of a record stands before each. */
final class Script {

    private final String name;
    private final byte[] source;
    private final String digest;

    private Script(String name, byte[] source) {
        this.name = name;
        this.source = source;
        this.digest = sha1(source);
    }

    static Script load(String name) {
        try {
            var source = new ByteArrayOutputStream();
            for (var part : List.of("record", name)) {
                source.writeBytes(new ClassPathResource("store/" + part + ".lua").getContentAsByteArray());
            }
            return new Script(name, source.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By its digest, on the user's hash; a store that has lost its scripts (restart, failover, SCRIPT FLUSH) gets the source. */
    Mono<Reply> run(RedisConnection redis, byte[] userRef, byte[] field, byte[]... more) {
        return send(userRef, field, more, command -> redis.call(name, command)).map(Reply::new);
    }

    /** As {@link #run}, and waits for replicas when that is configured. */
    Mono<RedisConnection.Replicated<Reply>> runReplicated(
            RedisConnection redis, byte[] userRef, byte[] field, byte[]... more) {
        return send(userRef, field, more, command -> redis.callReplicated(name, SessionKey.ofUser(userRef), command))
                .map(answer -> new RedisConnection.Replicated<>(new Reply(answer.value()), answer.replicas()));
    }

    private <T> Mono<T> send(byte[] userRef, byte[] field, byte[][] more, Function<Command, Mono<T>> way) {
        var keys = new byte[][] {SessionKey.ofUser(userRef)};
        var arguments = Stream.concat(Stream.of(field), Arrays.stream(more)).toArray(byte[][]::new);
        return way.apply(redis -> redis.evalsha(digest, ScriptOutputType.MULTI, keys, arguments))
                .onErrorResume(
                        RedisNoScriptException.class,
                        _ -> way.apply(redis -> redis.eval(source, ScriptOutputType.MULTI, keys, arguments)));
    }

    private interface Command extends Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<List<Object>>> {}

    static byte[] number(long value) {
        return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    }

    /** The name under which Redis keeps a script; nothing depends on its strength. */
    private static String sha1(byte[] source) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-1", e);
        }
    }

    /** A script's answer: a list that begins with a status; the five times of a session may follow, then what the script adds. */
    record Reply(List<Object> parts) {

        private static final int AFTER_TIMES = 6;

        /** What the scripts mean by the same number; the rest is each one's own. */
        static final int NONE = 0;

        static final int OK = 1;
        static final int OTHER_TOKEN = 2;
        static final int EXPIRED = 3;

        int status() {
            return Math.toIntExact(number(0));
        }

        SessionRecord.Times times() {
            return new SessionRecord.Times(
                    Instant.ofEpochMilli(number(1)),
                    Instant.ofEpochMilli(number(2)),
                    Instant.ofEpochMilli(number(3)),
                    Duration.ofMillis(number(4)),
                    Instant.ofEpochMilli(number(5)));
        }

        long number(int index) {
            return parts.get(index) instanceof Long number ? number : unreadable();
        }

        /** The numbers and bytes behind the times, from 0 on. */
        long numberAfterTimes(int index) {
            return number(AFTER_TIMES + index);
        }

        byte[] bytesAfterTimes(int index) {
            return parts.get(AFTER_TIMES + index) instanceof byte[] bytes ? bytes : new byte[(int) unreadable()];
        }

        /** Status 4 of each script that reads a record, and whatever a script of this release does not say. */
        StoreUnavailableException unknown() {
            return new StoreUnavailableException("record of an unknown version");
        }

        private static long unreadable() {
            throw new StoreUnavailableException("answer of an unknown form");
        }
    }
}
