package dev.tigrit.starter.client;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where and how keys are fetched.
 *
 * @param url of the service that has them; without one every key has to be in the environment
 * @param tokenFile projected token of this program's ServiceAccount, presented there; read again when it changes, and waited for
 *     when it is missing
 * @param caFile PEM file of who may sign the certificate of an {@code https} url, instead of the JVM's; read again likewise
 * @param pollInterval between two looks at every key, the fall-back for a lost event; 1 s to 30 s
 * @param timeout of one call
 */
record KeySourceProperties(
        @Nullable URI url,
        @Nullable Path tokenFile,
        @Nullable Path caFile,
        @DefaultValue("30s") Duration pollInterval,
        @DefaultValue("2s") Duration timeout) {

    private static final Duration LEAST_POLL = Duration.ofSeconds(1);
    private static final Duration MOST_POLL = Duration.ofSeconds(30);

    KeySourceProperties {
        url = url == null || url.toString().isBlank() ? null : url;
        tokenFile = named(tokenFile);
        caFile = named(caFile);
    }

    private static @Nullable Path named(@Nullable Path file) {
        return file == null || file.toString().isBlank() ? null : file;
    }

    /**
     * Refuses what cannot work.
     *
     * @param prefix of the configuration keys
     * @throws IllegalStateException names the key
     */
    void check(String prefix) {
        if (url != null) {
            HttpConnection.requireUrl(prefix + ".url", url);
            if (caFile != null && !"https".equals(url.getScheme())) {
                throw new IllegalStateException(prefix + ".ca-file is for an https address in " + prefix + ".url");
            }
        }
        if (pollInterval.compareTo(LEAST_POLL) < 0 || pollInterval.compareTo(MOST_POLL) > 0) {
            throw new IllegalStateException(prefix + ".poll-interval has to be from 1s to 30s");
        }
        if (timeout.toMillis() < 1) {
            throw new IllegalStateException(prefix + ".timeout has to be at least 1ms");
        }
    }
}
