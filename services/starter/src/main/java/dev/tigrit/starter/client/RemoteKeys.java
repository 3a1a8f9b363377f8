package dev.tigrit.starter.client;

import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/** Keys of another service, when one is configured. */
public final class RemoteKeys {

    private final String prefix;
    private final KeySourceProperties properties;
    private final String internalKey;
    private final EnvironmentKeys environment;
    private final Function<HttpConnection, KeySource> source;
    private final Clock clock;

    /**
     * The keys of the service that {@code <prefix>.url} names.
     *
     * @param prefix of the configuration keys, which are those of {@link KeySourceProperties}
     * @param internalKey name of the key in the environment that is presented when there is no token file
     * @param source makes the calls of the service's contract
     * @throws IllegalStateException names the configuration key that cannot work
     */
    public RemoteKeys(
            String prefix,
            ConfigurableEnvironment environment,
            String internalKey,
            Function<HttpConnection, KeySource> source,
            Clock clock) {
        this.prefix = prefix;
        this.properties = Binder.get(environment).bindOrCreate(prefix, KeySourceProperties.class);
        this.internalKey = internalKey;
        this.environment = new EnvironmentKeys(environment);
        this.source = source;
        this.clock = clock;
        properties.check(prefix);
    }

    /** Whether there is a service to ask; without one every key has to be in the environment. */
    public boolean areConfigured() {
        return properties.url() != null;
    }

    /** Whether it is asked with the token of this program's ServiceAccount. */
    public boolean presentServiceAccount() {
        return properties.url() != null && properties.tokenFile() != null;
    }

    /** Between two looks at every key. */
    public Duration pollInterval() {
        return properties.pollInterval();
    }

    /**
     * The work that keeps these keys up to date, for the owner to start and stop.
     *
     * @throws IllegalStateException names what is not set
     */
    public List<BackgroundLoop> follow(List<FollowedKey> keys) {
        var connection = connection();
        return new KeyFollower(connection, source.apply(connection), properties, keys, clock).loops();
    }

    private HttpConnection connection() {
        var url = properties.url();
        if (url == null) {
            throw new IllegalStateException(prefix + ".url is not set");
        }
        var tokenKey = prefix + ".token-file";
        var bearer = new BearerToken(
                tokenKey,
                properties.tokenFile(),
                () -> environment
                        .findNewest(internalKey)
                        .orElseThrow(() -> new IllegalStateException(internalKey + " is not set; it or " + tokenKey
                                + " is needed to read keys from " + prefix + ".url")));
        return new HttpConnection(
                url, properties.timeout(), bearer, UnaryOperator.identity(), prefix + ".ca-file", properties.caFile());
    }
}
