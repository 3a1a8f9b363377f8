package dev.tigrit.gamebackend.client.auth;

import dev.tigrit.gamebackend.user.KnownFields;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;

/** What the Game asks of services/auth/openapi.yaml. */
interface AuthApi {

    @PostExchange("/v1/verify")
    Mono<ResponseEntity<Answer>> verify(@RequestBody Presented credential);

    record Presented(String type, String credential) {

        @Override
        public String toString() {
            return "Presented[***]";
        }
    }

    /** An Identity, or a Problem with its code. */
    record Answer(
            @Nullable String userId,
            @Nullable KnownFields user,
            @Nullable String code) {}
}
