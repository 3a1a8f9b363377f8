package dev.tigrit.auth.client.gamebackend;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tigrit.auth.identity.TelegramUser;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PutExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;

/** The one call of callers/game-backend/openapi.yaml that this service makes; its answer is read strictly, so it comes raw. */
interface GameBackendApi {

    @PutExchange("/internal/v1/telegram-users/{id}")
    Mono<ResponseEntity<byte[]>> ensure(@PathVariable String id, @RequestBody KnownFields fields);

    /** User data from the credential; an absent member keeps the value that the Game has. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record KnownFields(
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String username,
            @Nullable String languageCode,
            @Nullable Boolean isPremium,
            @Nullable String photoUrl) {

        static KnownFields of(TelegramUser user) {
            return new KnownFields(
                    user.firstName(),
                    user.lastName(),
                    user.username(),
                    user.languageCode(),
                    user.isPremium(),
                    user.photoUrl());
        }
    }
}
