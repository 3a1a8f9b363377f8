package dev.tigrit.auth.client.jwks;

import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

/**
 * How published keys are fetched.
 *
 * @param interval between two fetches when the issuer's Cache-Control names none; 1 min to 1 h
 * @param floor least time between two fetches, whatever tokens name; at most 45 s
 * @param connectTimeout of one fetch
 * @param timeout of one fetch as a whole
 */
@ConfigurationProperties("auth.jwks")
public record JwksProperties(
        @DefaultValue("15m") Duration interval,
        @DefaultValue("30s") Duration floor,
        @DefaultValue("2s") Duration connectTimeout,
        @DefaultValue("3s") Duration timeout) {

    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofHours(1);

    /** Below the shortest pause between two ordinary fetches. */
    private static final Duration HIGHEST_FLOOR = Duration.ofSeconds(45);

    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]");
    private static final Pattern LOOPBACK_ADDRESS = Pattern.compile("127(\\.\\d{1,3}){3}");

    /** Refuses what cannot be meant, naming the property. */
    public JwksProperties {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalStateException("auth.jwks.interval has to be from 1 min to 1 h");
        }
        if (!floor.isPositive() || floor.compareTo(HIGHEST_FLOOR) > 0) {
            throw new IllegalStateException("auth.jwks.floor has to be longer than zero and at most 45 s");
        }
        if (!connectTimeout.isPositive()) {
            throw new IllegalStateException("auth.jwks.connect-timeout has to be longer than zero");
        }
        if (!timeout.isPositive()) {
            throw new IllegalStateException("auth.jwks.timeout has to be longer than zero");
        }
    }

    /** Follows no redirect: where keys come from is decided here, not by whoever answers there. */
    WebClient toClient(WebClient.Builder builder) {
        var http = HttpClient.create()
                .followRedirect(false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connectTimeout.toMillis()));
        return builder.clone()
                .clientConnector(new ReactorClientHttpConnector(http))
                .build();
    }

    /**
     * Refuses an address that others on the way could answer for.
     *
     * @throws IllegalArgumentException without naming the property
     */
    static URI requireTrustworthy(URI url) {
        var scheme = url.getScheme();
        var host = url.getHost();
        if (scheme == null || host == null || url.getUserInfo() != null || url.getFragment() != null) {
            throw new IllegalArgumentException("is not an address of the form https://host/path");
        }
        var loopback = LOOPBACK.contains(host) || LOOPBACK_ADDRESS.matcher(host).matches();
        if (!scheme.equals("https") && !(scheme.equals("http") && loopback)) {
            throw new IllegalArgumentException("has to be https");
        }
        return url;
    }
}
