package dev.tigrit.starter.caller;

import dev.tigrit.starter.loop.BackgroundLoops;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Whose word counts for callers.
 *
 * @param directory of the mounted trust ConfigMap with the files {@code issuers}, {@code jwks.json} and, where somebody keeps it up to
 *     date, {@code checked-at}; it may appear later. Without one no service account token is accepted
 * @param audience what a token has to be made for, this service's own; required with a directory
 */
@ConfigurationProperties("tigrit.trust")
public record TrustProperties(
        @Nullable Path directory, @Nullable String audience) {

    public TrustProperties {
        directory = directory == null || directory.toString().isBlank() ? null : directory;
        if (directory != null) {
            if (Files.isRegularFile(directory)) {
                throw new IllegalStateException("tigrit.trust.directory has to be a directory, not a file");
            }
            if (audience == null || audience.isBlank() || !audience.equals(audience.strip())) {
                throw new IllegalStateException(
                        "tigrit.trust.audience has to be this service's audience, without white space around it:"
                                + " it is required with tigrit.trust.directory");
            }
        }
    }

    /** The verifier of these tokens; one that accepts none without a directory. */
    public ServiceAccountTokens toTokens(Clock clock, BackgroundLoops loops) {
        return new ServiceAccountTokens(directory, Objects.requireNonNullElse(audience, ""), clock, loops);
    }
}
