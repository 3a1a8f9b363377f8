package dev.tigrit.bot.client.sessions;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.service.annotation.GetExchange;
import reactor.core.publisher.Mono;

/** What the bot asks of services/sessions/openapi.yaml. */
interface SessionsApi {

    @GetExchange("/v1/users/{userId}/sessions")
    Mono<ResponseEntity<Listed>> list(@PathVariable String userId);

    record Listed(@Nullable List<SessionsClient.Session> sessions) {}
}
