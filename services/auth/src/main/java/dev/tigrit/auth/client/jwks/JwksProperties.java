package dev.tigrit.auth.client.jwks;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How published keys are fetched.
 *
 * @param interval between two fetches when the issuer's Cache-Control names none; 1 min to 1 h
 * @param floor least time between two fetches, whatever tokens name; at most 45 s
 * @param timeout of one fetch as a whole
 * @param httpsProxy proxy for https addresses, {@code [http://][user:password@]host:port}; HTTPS_PROXY unless set
 * @param httpProxy proxy for http addresses; HTTP_PROXY unless set
 * @param noProxy hosts, domains, address blocks that are asked without these two, separated by commas; NO_PROXY unless set
 */
@ConfigurationProperties("auth.jwks")
public record JwksProperties(
        @DefaultValue("15m") Duration interval,
        @DefaultValue("30s") Duration floor,
        @DefaultValue("3s") Duration timeout,
        @DefaultValue("") String httpsProxy,
        @DefaultValue("") String httpProxy,
        @DefaultValue("") String noProxy) {

    static final Duration SHORTEST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofHours(1);

    /** Below the shortest pause between two ordinary fetches. */
    private static final Duration HIGHEST_FLOOR = Duration.ofSeconds(45);

    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]");
    private static final Pattern LOOPBACK_ADDRESS = Pattern.compile("127(\\.\\d{1,3}){3}");

    public JwksProperties {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalStateException("auth.jwks.interval has to be from 1 min to 1 h");
        }
        if (!floor.isPositive() || floor.compareTo(HIGHEST_FLOOR) > 0) {
            throw new IllegalStateException("auth.jwks.floor has to be longer than zero and at most 45 s");
        }
        if (!timeout.isPositive()) {
            throw new IllegalStateException("auth.jwks.timeout has to be longer than zero");
        }
        requireProxy("auth.jwks.https-proxy (HTTPS_PROXY)", httpsProxy);
        requireProxy("auth.jwks.http-proxy (HTTP_PROXY)", httpProxy);
    }

    private static void requireProxy(String property, String given) {
        try {
            if (!given.isBlank()) {
                ProxyAddress.of(given);
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(property + " " + e.getMessage(), e);
        }
    }

    @Nullable
    ProxyAddress proxyFor(URI url) {
        var proxy = "https".equals(url.getScheme()) ? httpsProxy : httpProxy;
        return proxy.isBlank() || ProxyAddress.isExempt(noProxy, url) ? null : ProxyAddress.of(proxy);
    }

    /**
     * Refuses an address that an attacker on the network path could answer for.
     *
     * @param allowHttp whether whoever configured it accepts that
     * @throws IllegalArgumentException begins with the last part of the property's name
     */
    static void requireTrustworthy(URI url, boolean allowHttp) {
        var scheme = url.getScheme();
        var host = url.getHost();
        if (scheme == null || host == null || url.getUserInfo() != null || url.getFragment() != null) {
            throw new IllegalArgumentException("jwks-url is not an address of the form https://host/path");
        }
        var loopback = LOOPBACK.contains(host) || LOOPBACK_ADDRESS.matcher(host).matches();
        if (!scheme.equals("https") && !(scheme.equals("http") && (loopback || allowHttp))) {
            throw new IllegalArgumentException("jwks-url has to be https, or http where allow-http is set");
        }
    }
}
