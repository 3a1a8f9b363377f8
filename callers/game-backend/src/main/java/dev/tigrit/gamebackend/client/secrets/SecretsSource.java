package dev.tigrit.gamebackend.client.secrets;

import dev.tigrit.starter.client.KeySource;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The keys of services/secrets/openapi.yaml. */
record SecretsSource(SecretsApi api) implements KeySource {

    /** Secrets sends a beat every 15 s; a stream that is silent for longer than two of them is dead. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    @Override
    public Mono<Answer> read(String key, @Nullable String etag, @Nullable Change least) {
        var revision = least == null ? null : least.revision();
        var incarnation = least == null ? null : least.incarnation();
        return api.secret(key, etag, revision, incarnation).mapNotNull(SecretsSource::answer);
    }

    private static @Nullable Answer answer(ResponseEntity<SecretsApi.Secret> response) {
        var secret = response.getBody();
        var etag = Objects.requireNonNullElse(response.getHeaders().getETag(), "");
        return secret == null ? null : new Answer(secret.incarnation(), secret.encoding(), secret.versions(), etag);
    }

    @Override
    public Flux<Change> changes() {
        return api.events()
                .timeout(SILENCE)
                .mapNotNull(ServerSentEvent::data)
                .map(event -> new Change(event.key(), event.revision(), event.incarnation()));
    }
}
