package dev.tigrit.bot.client;

import io.netty.channel.ChannelOption;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Makes a declared API callable: bounded in time and size, and with every status as an answer. */
public final class HttpApi {

    /** A hundred sessions with their attributes fit. */
    private static final int MAX_ANSWER_BYTES = 1_048_576;

    private HttpApi() {}

    /**
     * A client of that API.
     *
     * @param timeout of the connection, and of the silence before an answer
     */
    public static <T> T of(WebClient.Builder builder, URI url, Duration timeout, Class<T> api) {
        return of(builder, url, timeout, MAX_ANSWER_BYTES, api);
    }

    /**
     * A client of that API, whose answers are of another size.
     *
     * @param timeout of the connection, and of the silence before an answer
     * @param maxAnswerBytes beyond which an answer is an error
     */
    public static <T> T of(WebClient.Builder builder, URI url, Duration timeout, int maxAnswerBytes, Class<T> api) {
        var http = HttpClient.create()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
                .responseTimeout(timeout);
        var client = builder.clone()
                .baseUrl(url.toString())
                .clientConnector(new ReactorClientHttpConnector(http))
                .codecs(codecs -> codecs.defaultCodecs().maxInMemorySize(maxAnswerBytes))
                // Every status is an answer; what it means is decided by the caller.
                .defaultStatusHandler(HttpStatusCode::isError, _ -> Mono.empty())
                .build();
        return HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client))
                .build()
                .createClient(api);
    }

    /** The address as it is, or an error that names the key. */
    public static URI requireUrl(String key, URI url) {
        var scheme = url.getScheme();
        if (url.getHost() == null || scheme == null || !Set.of("http", "https").contains(scheme)) {
            throw new IllegalStateException(key + " has to be an absolute http or https address");
        }
        return url;
    }
}
