package dev.tigrit.auth.client.gamebackend;

import dev.tigrit.auth.identity.TelegramUser;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PutExchange;
import reactor.core.publisher.Mono;

/** The one call of callers/game-backend/openapi.yaml that this service makes; its answer is read strictly, so it comes raw. */
interface GameBackendApi {

    /** @param user what the credential says, without the id; an absent member keeps the value that the Game has */
    @PutExchange("/internal/v1/telegram-users/{id}")
    Mono<ResponseEntity<byte[]>> ensure(@PathVariable String id, @RequestBody TelegramUser user);
}
