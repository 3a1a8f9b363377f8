package dev.tigrit.starter.client;

import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.loop.BackgroundLoops;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Clients of other services. Below a service's prefix are the configuration keys {@code url}; {@code timeout} of one call, 2 s when unset;
 * and {@code token-file}, the projected token of this program's ServiceAccount, read again when it changes.
 */
@AutoConfiguration(afterName = "org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration")
@ConditionalOnBean(WebClient.Builder.class)
public final class ServiceClients {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final WebClient.Builder builder;
    private final ConfigurableEnvironment environment;
    private final Binder binder;
    private final BackgroundLoops loops;
    private final Clock clock;

    public ServiceClients(
            WebClient.Builder builder, ConfigurableEnvironment environment, BackgroundLoops loops, Clock clock) {
        this.builder = builder;
        this.environment = environment;
        this.loops = loops;
        this.clock = clock;
        this.binder = Binder.get(environment);
    }

    /** A client that presents the token of the file, else the internal key of the environment, else nothing. */
    public <T> T toApi(String prefix, String internalKey, Class<T> api) {
        var property = prefix + ".token-file";
        var file = binder.bind(property, Path.class).orElse(null);
        var keys = new EnvironmentKeys(environment);
        var bearer = new BearerToken(
                property, file, () -> keys.findNewest(internalKey).orElse(null), loops);
        return connect(prefix, bearer, api);
    }

    /** The same for calls that need no caller: nothing is presented, and there is no {@code token-file}. */
    public <T> T toApi(String prefix, Class<T> api) {
        return connect(prefix, null, api);
    }

    /**
     * Keys of another service; the configuration keys are those of {@link RemoteKeys.Properties}.
     *
     * @param internalKey name of the key in the environment that is presented when there is no token file
     * @throws IllegalStateException names the configuration key that cannot work
     */
    public RemoteKeys toKeys(String prefix, String internalKey, Class<? extends KeySource> api) {
        return new RemoteKeys(prefix, internalKey, api, builder, environment, loops, clock);
    }

    private <T> T connect(String prefix, @Nullable BearerToken bearer, Class<T> api) {
        var url = binder.bind(prefix + ".url", URI.class).orElse(null);
        var timeout = binder.bind(prefix + ".timeout", Duration.class).orElse(TIMEOUT);
        return new HttpConnection(HttpConnection.requireUrl(prefix + ".url", url), timeout, bearer).toApi(builder, api);
    }
}
