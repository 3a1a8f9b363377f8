package dev.tigrit.sessions.store;

import dev.tigrit.sessions.store.redis.RedisConnection;
import dev.tigrit.sessions.store.redis.Replicated;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
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

    /** By its digest; a store that has lost its scripts (restart, failover, SCRIPT FLUSH) gets the source. */
    Mono<Reply> run(RedisConnection redis, byte[] key, byte[]... arguments) {
        var keys = new byte[][] {key};
        return redis.<List<Object>>call(name, c -> c.evalsha(digest, ScriptOutputType.MULTI, keys, arguments))
                .onErrorResume(
                        RedisNoScriptException.class,
                        _ -> redis.call(name, c -> c.eval(source, ScriptOutputType.MULTI, keys, arguments)))
                .map(Reply::new);
    }

    /** As {@link #run}, and waits for replicas when that is configured. */
    Mono<Replicated<Reply>> runReplicated(RedisConnection redis, byte[] key, byte[]... arguments) {
        if (!redis.waitsForReplicas()) {
            return run(redis, key, arguments).map(reply -> new Replicated<>(reply, 0));
        }
        var keys = new byte[][] {key};
        return redis.<List<Object>>callReplicated(
                        name, key, c -> c.evalsha(digest, ScriptOutputType.MULTI, keys, arguments))
                .onErrorResume(
                        RedisNoScriptException.class,
                        _ -> redis.callReplicated(
                                name, key, c -> c.eval(source, ScriptOutputType.MULTI, keys, arguments)))
                .map(answer -> new Replicated<>(new Reply(answer.value()), answer.replicas()));
    }

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
}
