package dev.tigrit.starter.client;

import dev.tigrit.starter.key.EnvironmentKeys;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where another service is.
 *
 * @param url of it
 * @param tokenFile projected token of this program's ServiceAccount, presented there instead of the internal key; read again when
 *     it changes
 * @param timeout of one call
 */
public record ServiceAddress(
        URI url,
        @Nullable Path tokenFile,
        @DefaultValue("2s") Duration timeout) {

    /**
     * The connection; while there is nothing to present, nothing is.
     *
     * @param prefix of the configuration keys
     * @param internalKey name of the key in the environment that is presented when there is no token file
     * @throws IllegalStateException names the configuration key that cannot work
     */
    public HttpConnection toConnection(String prefix, String internalKey, EnvironmentKeys environment) {
        var bearer = new BearerToken(
                prefix + ".token-file",
                tokenFile,
                () -> environment.findNewest(internalKey).orElse(null));
        return new HttpConnection(HttpConnection.requireUrl(prefix + ".url", url), timeout, bearer);
    }
}
