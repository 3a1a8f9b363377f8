package dev.tigrit.bot.client.secrets;

import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The 200 of GET /v1/secrets/{key}, as far as it is needed. */
record SecretAnswer(
        @Nullable String incarnation,
        String encoding,
        Sensitive value,
        long version,
        Instant useAfter,
        @Nullable List<Previous> previous) {

    record Previous(Sensitive value, long version, @Nullable Instant notAfter) {}

    /** @throws IllegalStateException when a value cannot be decoded; its message never quotes the value */
    List<KeyVersion> versions() {
        var versions = new ArrayList<KeyVersion>();
        versions.add(KeyVersion.of(version, decoded(value), useAfter, null));
        for (var old : Objects.requireNonNullElse(previous, List.<Previous>of())) {
            versions.add(KeyVersion.of(old.version(), decoded(old.value()), Instant.EPOCH, old.notAfter()));
        }
        return versions;
    }

    private Sensitive decoded(Sensitive sent) {
        return switch (encoding) {
            case "utf8" -> sent;
            case "base64" -> fromBase64(sent);
            default -> throw new IllegalStateException("unknown encoding");
        };
    }

    private static Sensitive fromBase64(Sensitive sent) {
        try {
            return Sensitive.of(Base64.getDecoder().decode(sent.copy()));
        } catch (IllegalArgumentException _) {
            throw new IllegalStateException("not base64");
        }
    }
}
