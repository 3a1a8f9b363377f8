package dev.tigrit.starter.log;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What stands for a user, a session or a credential in logs: 12 bytes of an HMAC under a key of the service, after that key's kid.
 * Lines about one user can be matched, on all replicas, as long as the key is in use; who has only the log cannot test ids or
 * credentials against it.
 */
public final class References {

    private static final int BYTES = 12;

    private final Supplier<@Nullable KeyVersion> current;
    private final KeyVersion ownKey;

    /** @param current the key in use now; for null a random key of this process stands in */
    public References(Supplier<@Nullable KeyVersion> current) {
        this.current = current;
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.ownKey = KeyVersion.of(0, Sensitive.of(random), Instant.MIN, null);
    }

    public String of(String kind, String id) {
        return of(kind, id.getBytes(UTF_8));
    }

    /** The reference of one id; equal ids of two kinds, as {@code user}, have two references. */
    public String of(String kind, byte[] id) {
        var key = Objects.requireNonNullElse(current.get(), ownKey);
        var mac = key.value().hmacSha256();
        // No other use of the key has this label, so that no reference is ever the start of a signature.
        mac.update(("tigrit audit " + kind + "\n").getBytes(US_ASCII));
        return HexFormat.of().toHexDigits(key.kid()) + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(mac.doFinal(id), BYTES));
    }
}
