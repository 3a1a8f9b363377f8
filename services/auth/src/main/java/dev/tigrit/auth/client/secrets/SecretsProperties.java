package dev.tigrit.auth.client.secrets;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where and how the keys are fetched.
 *
 * @param url of the Secrets service; without one every key has to be in the environment
 * @param tokenFile projected token of this service's account, presented instead of INTERNAL_API_SECRET; read again when it
 *     changes, and waited for when it is not there
 * @param caFile PEM file of who may sign the certificate of an {@code https} url, instead of the JVM's; read again likewise
 * @param pollInterval between two looks at every key, the fall-back for a lost event
 * @param timeout of one call
 */
@ConfigurationProperties("auth.secrets")
public record SecretsProperties(
        @Nullable URI url,
        @Nullable Path tokenFile,
        @Nullable Path caFile,
        @DefaultValue("30s") Duration pollInterval,
        @DefaultValue("2s") Duration timeout) {

    /** Refuses what cannot work, naming the key. */
    public SecretsProperties {
        url = url == null || url.toString().isBlank() ? null : url;
        tokenFile = named(tokenFile);
        caFile = named(caFile);
        if (url != null
                && (url.getHost() == null
                        || url.getScheme() == null
                        || !Set.of("http", "https").contains(url.getScheme()))) {
            throw new IllegalStateException("auth.secrets.url has to be an absolute http or https address");
        }
        if (url != null && caFile != null && !"https".equals(url.getScheme())) {
            throw new IllegalStateException("auth.secrets.ca-file is for an https address in auth.secrets.url");
        }
    }

    private static @Nullable Path named(@Nullable Path file) {
        return file == null || file.toString().isBlank() ? null : file;
    }
}
