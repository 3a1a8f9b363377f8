package dev.tigrit.gamebackend.client.sessions;

import dev.tigrit.gamebackend.client.sessions.SessionsClient.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;

/** What the Game asks of services/sessions/openapi.yaml. The members of an answer are only there with its good status. */
interface SessionsApi {

    @PostExchange("/v1/sessions")
    Mono<ResponseEntity<SessionsClient.Created>> create(
            @RequestHeader("Idempotency-Key") String idempotencyKey, @RequestBody NewSession session);

    @PostExchange("/v1/sessions/verify")
    Mono<ResponseEntity<Session>> verify(@RequestBody Token token);

    @PostExchange("/v1/sessions/extend")
    Mono<ResponseEntity<Void>> extend(@RequestBody Token token);

    @PostExchange("/v1/sessions/invalidate")
    Mono<ResponseEntity<Void>> invalidate(@RequestBody Token token);

    @GetExchange("/v1/users/{userId}/sessions")
    Mono<ResponseEntity<Listed>> list(@PathVariable String userId);

    @DeleteExchange("/v1/sessions/{sessionId}")
    Mono<ResponseEntity<Void>> end(@PathVariable String sessionId);

    @DeleteExchange("/v1/users/{userId}/sessions")
    Mono<ResponseEntity<Void>> endOthers(@PathVariable String userId, @RequestParam String except);

    record NewSession(String userId, long ttl, long idleTtl, String device) {}

    record Listed(@Nullable List<Session> sessions) {}

    record Token(String token) {

        @Override
        public String toString() {
            return "Token[***]";
        }
    }
}
