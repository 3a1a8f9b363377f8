package dev.tigrit.api.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;

/** What this program asks of services/sessions/openapi.yaml. */
interface SessionsApi {

    @PostExchange("/v1/sessions/verify")
    Mono<ResponseEntity<Session>> verify(@RequestBody Token token);

    @PostExchange("/v1/sessions/extend")
    Mono<ResponseEntity<Void>> extend(@RequestBody Token token);

    record Session(@Nullable String userId, @Nullable Instant extendAfter) {}

    record Token(String token) {

        @Override
        public String toString() {
            return "Token[***]";
        }
    }
}
