package dev.tigrit.starter.client;

import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoops;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.reactive.function.client.WebClient;

/** Keys of another service, when one is configured, kept up to date from the application's start to its end. */
public final class RemoteKeys {

    /**
     * Where and how keys are fetched.
     *
     * @param url of the Secrets service; without one every key has to be in the environment
     * @param tokenFile projected token of this program's ServiceAccount, presented there; read again when it changes, and waited for
     *     when it is missing
     * @param caFile PEM file of who may sign the certificate of an {@code https} url, instead of the JVM's; read again likewise
     * @param pollInterval time between two looks at every key, the fall-back for a lost event; 1 s to 30 s
     * @param timeout of one call
     */
    record Properties(
            @Nullable URI url,
            @Nullable Path tokenFile,
            @Nullable Path caFile,
            @DefaultValue("30s") Duration pollInterval,
            @DefaultValue("2s") Duration timeout) {

        private static final Duration LEAST_POLL = Duration.ofSeconds(1);
        private static final Duration MOST_POLL = Duration.ofSeconds(30);

        Properties {
            url = url == null || url.toString().isBlank() ? null : url;
            tokenFile = named(tokenFile);
            caFile = named(caFile);
        }

        private static @Nullable Path named(@Nullable Path file) {
            return file == null || file.toString().isBlank() ? null : file;
        }

        /** @throws IllegalStateException names the configuration key that cannot work */
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

    private final String prefix;
    private final Properties properties;
    private final String internalKey;
    private final EnvironmentKeys environment;
    private final Function<HttpConnection, KeySource> source;
    private final Clock clock;
    private final List<KeyFollower.Followed> followed = new ArrayList<>();
    private final BackgroundLoops loops;

    /**
     * @param prefix of the configuration keys, which are those of {@link Properties}
     * @param internalKey name of the key in the environment that is presented when there is no token file
     * @throws IllegalStateException names the configuration key that cannot work
     */
    public RemoteKeys(
            String prefix,
            String internalKey,
            Class<? extends KeySource> api,
            WebClient.Builder builder,
            ConfigurableEnvironment environment,
            BackgroundLoops loops,
            Clock clock) {
        this.prefix = prefix;
        this.properties = Binder.get(environment).bindOrCreate(prefix, Properties.class);
        this.internalKey = internalKey;
        this.environment = new EnvironmentKeys(environment);
        this.source = connection -> connection.toStreamingApi(builder, api);
        this.loops = loops;
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

    public Duration pollInterval() {
        return properties.pollInterval();
    }

    /** One more key, whose ring is asked at each use. */
    public void follow(String key, BiFunction<String, Sensitive, Sensitive> rule, KeyRing ring) {
        follow(key, rule, ring, () -> {});
    }

    /**
     * One more key to be kept up to date, before the application has started; fails with what is not set to ask for it.
     *
     * @param rule returns the value, or throws IllegalStateException naming the key when it is unusable
     * @param updated run after each update of the ring
     */
    public void follow(String key, BiFunction<String, Sensitive, Sensitive> rule, KeyRing ring, Runnable updated) {
        if (followed.isEmpty()) {
            var connection = connection();
            new KeyFollower(connection, source.apply(connection), properties, followed, clock, loops);
        }
        followed.add(new KeyFollower.Followed(key, rule, ring, updated));
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
                                + " is needed to read keys from " + prefix + ".url")),
                loops);
        return new HttpConnection(
                url,
                properties.timeout(),
                bearer,
                UnaryOperator.identity(),
                prefix + ".ca-file",
                properties.caFile(),
                loops);
    }
}
