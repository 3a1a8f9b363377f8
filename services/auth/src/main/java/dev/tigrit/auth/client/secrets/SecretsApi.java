package dev.tigrit.auth.client.secrets;

import dev.tigrit.starter.client.KeySource;
import dev.tigrit.starter.key.Sensitive;
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

/** The two calls of services/secrets/openapi.yaml that this service makes. */
public interface SecretsApi extends KeySource {

    @Override
    @GetExchange("/v1/secrets/{key}")
    Mono<ResponseEntity<Secret>> read(
            @PathVariable String key,
            @RequestHeader(name = HttpHeaders.IF_NONE_MATCH, required = false) @Nullable String etag,
            @RequestHeader(name = "X-Min-Bundle-Revision", required = false) @Nullable Long leastRevision,
            @RequestHeader(name = "X-Min-Bundle-Incarnation", required = false) @Nullable String leastIncarnation);

    @Override
    @GetExchange(value = "/v1/events", accept = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<Event>> changes();

    /** A value with its previous versions; {@code encoding} is utf8 or base64, {@code incarnation} that of the bundle. */
    record Secret(
            @Nullable String incarnation,
            String encoding,
            Sensitive value,
            long version,
            Instant useAfter,
            @Nullable List<Previous> previous)
            implements Answer {
        @Override
        public List<Version> versions() {
            var current = new Version(version, value, useAfter, null);
            var older = Objects.requireNonNullElse(previous, List.<Previous>of()).stream()
                    .map(old -> new Version(old.version(), old.value(), Instant.EPOCH, old.notAfter()));
            return Stream.concat(Stream.of(current), older).toList();
        }
    }

    record Previous(Sensitive value, long version, @Nullable Instant notAfter) {}

    record Event(@Nullable String incarnation, String key, long revision) implements Change {}
}
