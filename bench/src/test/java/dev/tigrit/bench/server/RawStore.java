package dev.tigrit.bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.api.StatefulRedisConnection;
import io.netty.channel.ChannelHandlerContext;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;

/** The record of a session, found by its token, and the comparison of the token's hash. All of it on the one loop. */
final class RawStore {

    /** Where the record of a session has the hash of its token: the README of Sessions, "Formats". */
    private static final int HASH = 41;

    private static final int HASH_BYTES = 32;

    /** Where a token has the parts of its session's id, and its secret. */
    private static final int USER = 5;

    private static final int SESSION = 21;
    private static final int SECRET = 37;
    private static final int EXPIRY = 69;

    private final StatefulRedisConnection<byte[], byte[]> redis;
    private final MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    private boolean flushScheduled;

    RawStore(StatefulRedisConnection<byte[], byte[]> redis) throws NoSuchAlgorithmException {
        this.redis = redis;
    }

    void compare(ChannelHandlerContext context, byte[] token, Consumer<Boolean> answer) {
        var key = "u:{" + HexFormat.of().formatHex(token, USER, USER + 2).substring(0, 3) + "}:"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(token, USER, SESSION));
        var field = Arrays.copyOfRange(token, SESSION - 1, SECRET);
        field[0] = 's';
        var hash = sha256.digest(Arrays.copyOfRange(token, SECRET, EXPIRY));
        var _ = redis.async().hget(key.getBytes(US_ASCII), field).whenComplete((record, failure) -> {
            answer.accept(record != null && Arrays.equals(record, HASH, HASH + HASH_BYTES, hash, 0, HASH_BYTES));
            context.flush();
        });
        if (!flushScheduled) {
            flushScheduled = true;
            context.executor().execute(() -> {
                flushScheduled = false;
                redis.flushCommands();
            });
        }
    }
}
