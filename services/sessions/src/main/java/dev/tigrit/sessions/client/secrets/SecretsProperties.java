package dev.tigrit.sessions.client.secrets;

import dev.tigrit.starter.key.Sensitive;
import io.netty.channel.ChannelOption;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import reactor.netty.http.client.HttpClient;

/**
 * Where and how the keys are fetched.
 *
 * @param url of the Secrets service; without one every key has to be in the environment
 * @param pollInterval between two looks at every key, the fall-back for a lost event
 * @param timeout of one call
 */
@ConfigurationProperties("sessions.secrets")
public record SecretsProperties(
        @Nullable URI url,
        @DefaultValue("30s") Duration pollInterval,
        @DefaultValue("2s") Duration timeout) {

    SecretsApi toApi(URI secrets, WebClient.Builder builder, Sensitive bearer) {
        var http =
                HttpClient.create().option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()));
        var client = builder.baseUrl(secrets.toString())
                .clientConnector(new ReactorClientHttpConnector(http))
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + new String(bearer.copy(), StandardCharsets.UTF_8))
                .build();
        return HttpServiceProxyFactory.builderFor(WebClientAdapter.create(client))
                .build()
                .createClient(SecretsApi.class);
    }
}
