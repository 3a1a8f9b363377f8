package dev.tigrit.api.client;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;

/** What this program asks of services/auth/openapi.yaml. */
interface AuthApi {

    @PostExchange("/v1/verify")
    Mono<ResponseEntity<Answer>> verify(@RequestBody Presented credential);

    record Presented(String type, String credential) {

        @Override
        public String toString() {
            return "Presented[***]";
        }
    }

    record Answer(@Nullable String userId) {}
}
