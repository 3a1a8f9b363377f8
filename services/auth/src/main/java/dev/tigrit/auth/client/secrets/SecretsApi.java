package dev.tigrit.auth.client.secrets;

import dev.tigrit.starter.client.KeySource;
import dev.tigrit.starter.key.Sensitive;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.GetExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The two calls of services/secrets/openapi.yaml that this service makes. Public, or no proxy could run what is written here. */
public interface SecretsApi extends KeySource {

    @GetExchange("/v1/secrets/{key}")
    Mono<ResponseEntity<Secret>> secret(
            @PathVariable String key,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String etag,
            @RequestHeader(name = "X-Min-Bundle-Revision", required = false) @Nullable Long leastRevision,
            @RequestHeader(name = "X-Min-Bundle-Incarnation", required = false) @Nullable String leastIncarnation);

    @GetExchange(value = "/v1/events", accept = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<Event>> events();

    @Override
    default Mono<Answer> read(String key, @Nullable String etag, @Nullable Long leastRevision, @Nullable String of) {
        return secret(key, etag, leastRevision, of).mapNotNull(response -> {
            var secret = response.getBody();
            var tag = response.getHeaders().getETag();
            return secret == null ? null : new Answer(secret.incarnation(), secret.encoding(), secret.versions(), tag);
        });
    }

    @Override
    default Flux<Change> changes() {
        // A beat comes every 15 s; a stream that is silent for longer than two of them is dead.
        return events().timeout(Duration.ofSeconds(40))
                .mapNotNull(ServerSentEvent::data)
                .map(event -> new Change(event.key(), event.revision(), event.incarnation()));
    }

    /** A value with its previous versions; {@code encoding} is utf8 or base64, {@code incarnation} that of the bundle. */
    record Secret(
            @Nullable String incarnation,
            String encoding,
            Sensitive value,
            long version,
            Instant useAfter,
            @Nullable List<Previous> previous) {

        List<Version> versions() {
            var current = new Version(version, value, useAfter, null);
            var older = Objects.requireNonNullElse(previous, List.<Previous>of()).stream()
                    .map(old -> new Version(old.version(), old.value(), Instant.EPOCH, old.notAfter()));
            return Stream.concat(Stream.of(current), older).toList();
        }
    }

    record Previous(Sensitive value, long version, @Nullable Instant notAfter) {}

    record Event(@Nullable String incarnation, String key, long version, long revision) {}
}
