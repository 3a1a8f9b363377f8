package dev.tigrit.auth.decision;

import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.Sensitive;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a credential in the audit line: HMAC-SHA256, first 8 bytes. Of a genuine one it covers what was signed, so that all
 * its spellings look alike. It is keyed, or whoever has the log could test credentials against it.
 */
final class CredentialDigest {

    private static final int SHOWN_BYTES = 8;

    private final @Nullable KeyRing ring;
    private final Sensitive random;

    /** @param ring of the configured key; null for a key of this process alone */
    CredentialDigest(@Nullable KeyRing ring) {
        this.ring = ring;
        var bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        this.random = Sensitive.of(bytes);
    }

    String of(Decided decided) {
        var identity = decided.identity();
        var covered = identity == null
                ? decided.credential().text()
                : identity.signedDigest().hex();
        var mac = key(decided.at()).hmacSha256(covered.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac, 0, SHOWN_BYTES);
    }

    /** Until the configured key has come from Secrets the random one stands in. */
    private Sensitive key(Instant now) {
        var version = ring == null ? null : ring.signing(now);
        return version == null ? random : version.value();
    }
}
