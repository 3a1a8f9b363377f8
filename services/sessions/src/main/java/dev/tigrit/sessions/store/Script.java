package dev.tigrit.sessions.store;

import dev.tigrit.sessions.store.redis.RedisConnection;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.springframework.core.io.ClassPathResource;
import reactor.core.publisher.Mono;

/** One Lua script on one key. Its answer is a list of numbers, the first of which is a status. */
final class Script {

    private final byte[] source;
    private final String digest;

    private Script(byte[] source) {
        this.source = source;
        this.digest = sha1(source);
    }

    static Script load(String name) {
        try {
            return new Script(new ClassPathResource("store/" + name + ".lua").getContentAsByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By its digest; a store that has lost its scripts (restart, failover, SCRIPT FLUSH) gets the source. */
    Mono<List<Long>> run(RedisConnection redis, byte[] key, byte[]... arguments) {
        var keys = new byte[][] {key};
        return redis.<List<Long>>call(c -> c.evalsha(digest, ScriptOutputType.MULTI, keys, arguments))
                .onErrorResume(
                        RedisNoScriptException.class,
                        _ -> redis.call(c -> c.eval(source, ScriptOutputType.MULTI, keys, arguments)));
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
