package dev.tigrit.starter.client;

import dev.tigrit.starter.key.EnvironmentKeys;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Where another service is: the configuration keys below a prefix.
 *
 * @param url of it
 * @param tokenFile projected token of this program's ServiceAccount, presented there instead of the internal key; read again when
 *     it changes
 * @param timeout of one call
 */
public record ServiceAddress(
        @Nullable URI url,
        @Nullable Path tokenFile,
        @DefaultValue("2s") Duration timeout) {

    /**
     * The connection; while there is nothing to present, nothing is.
     *
     * @param prefix of the configuration keys
     * @param internalKey name of the key in the environment that is presented when there is no token file
     * @throws IllegalStateException names the configuration key that cannot work
     */
    public static HttpConnection connect(String prefix, String internalKey, ConfigurableEnvironment environment) {
        var address = of(prefix, environment);
        var bearer = new BearerToken(
                prefix + ".token-file",
                address.tokenFile,
                () -> new EnvironmentKeys(environment).findNewest(internalKey).orElse(null));
        return address.toConnection(prefix, bearer);
    }

    /** The same for calls that need no caller: nothing is presented. */
    public static HttpConnection connect(String prefix, ConfigurableEnvironment environment) {
        return of(prefix, environment).toConnection(prefix, null);
    }

    private static ServiceAddress of(String prefix, ConfigurableEnvironment environment) {
        return Binder.get(environment).bindOrCreate(prefix, ServiceAddress.class);
    }

    private HttpConnection toConnection(String prefix, @Nullable BearerToken bearer) {
        return new HttpConnection(HttpConnection.requireUrl(prefix + ".url", url), timeout, bearer);
    }
}
