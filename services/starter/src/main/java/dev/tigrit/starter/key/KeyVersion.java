package dev.tigrit.starter.key;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One version of a key.
 *
 * @param version grows with each rotation of the key
 * @param kid first 4 bytes of HMAC-SHA256(value, "kid"): the same wherever the value came from
 * @param useAfter not used for signing before this moment
 * @param notAfter not accepted from this moment on; null while no end is set
 */
public record KeyVersion(
        long version,
        Sensitive value,
        int kid,
        Instant useAfter,
        @Nullable Instant notAfter) {

    private static final byte[] KID_LABEL = "kid".getBytes(StandardCharsets.US_ASCII);

    public static KeyVersion of(long version, Sensitive value, Instant useAfter, @Nullable Instant notAfter) {
        var kid = ByteBuffer.wrap(value.hmacSha256(KID_LABEL)).getInt();
        return new KeyVersion(version, value, kid, useAfter, notAfter);
    }

    boolean isAcceptedAt(Instant now) {
        return notAfter == null || now.isBefore(notAfter);
    }
}
