package dev.tigrit.gamebackend.client.secrets;

import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The 200 of GET /v1/secrets/{key}, as far as it is needed. */
record SecretAnswer(
        @Nullable String incarnation,
        Sensitive value,
        long version,
        Instant useAfter,
        @Nullable List<Previous> previous) {

    record Previous(Sensitive value, long version, @Nullable Instant notAfter) {}

    /** @throws IllegalStateException names the key when a value is too short */
    List<KeyVersion> versions(String key) {
        var versions = new ArrayList<KeyVersion>();
        versions.add(KeyVersion.of(version, EnvironmentKeys.requireLength(key, value), useAfter, null));
        for (var old : Objects.requireNonNullElse(previous, List.<Previous>of())) {
            versions.add(KeyVersion.of(
                    old.version(), EnvironmentKeys.requireLength(key, old.value()), Instant.EPOCH, old.notAfter()));
        }
        return versions;
    }
}
