package dev.tigrit.bot.client.auth;

import dev.tigrit.bot.client.telegram.Update;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;

/** What the bot asks of services/auth/openapi.yaml. */
interface AuthApi {

    @PostExchange("/v1/ensure-user")
    Mono<ResponseEntity<Answer>> ensureUser(@RequestBody Vouched person);

    record Vouched(Update.Person telegramUser) {}

    /** The members of a good answer, or a Problem's code. */
    record Answer(
            @Nullable String userId,
            @Nullable String gameUserId,
            @Nullable String code) {}
}
