package dev.tigrit.bot.client.telegram;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;
import reactor.core.publisher.Mono;

/**
 * The methods of the Bot API that the bot calls. The token is two variables of the path: metrics show the template, and in a base URL
 * it would be a part of that.
 */
interface TelegramApi {

    @PostExchange("/bot{id}:{secret}/getMe")
    Mono<ResponseEntity<Answer<Me>>> getMe(@PathVariable long id, @PathVariable String secret);

    @PostExchange("/bot{id}:{secret}/getUpdates")
    Mono<ResponseEntity<Answer<List<Update>>>> getUpdates(
            @PathVariable long id, @PathVariable String secret, @RequestBody GetUpdates request);

    @PostExchange("/bot{id}:{secret}/sendMessage")
    Mono<ResponseEntity<Answer<Object>>> sendMessage(
            @PathVariable long id, @PathVariable String secret, @RequestBody SendMessage request);

    @PostExchange("/bot{id}:{secret}/setWebhook")
    Mono<ResponseEntity<Answer<Object>>> setWebhook(
            @PathVariable long id, @PathVariable String secret, @RequestBody SetWebhook request);

    @PostExchange("/bot{id}:{secret}/deleteWebhook")
    Mono<ResponseEntity<Answer<Object>>> deleteWebhook(@PathVariable long id, @PathVariable String secret);

    /** From the update {@code offset} on, all before it are never sent again; {@code timeout} seconds for the first to come. */
    record GetUpdates(@Nullable Long offset, int limit, long timeout, List<String> allowedUpdates) {}

    record SendMessage(long chatId, @Nullable Long messageThreadId, String text) {

        SendMessage in(long otherChatId) {
            return new SendMessage(otherChatId, messageThreadId, text);
        }
    }

    /** The bot itself (Bot API, User). */
    record Me(String username) {}

    record SetWebhook(String url, String secretToken, List<String> allowedUpdates) {

        @Override
        public String toString() {
            return "SetWebhook[" + url + ", ***]";
        }
    }

    /** What every method answers (Bot API, Making requests). */
    record Answer<T>(
            @Nullable Boolean ok,
            @Nullable T result,
            @Nullable String description,
            @Nullable Parameters parameters) {

        boolean isGood() {
            return Boolean.TRUE.equals(ok);
        }

        long retryAfter() {
            return parameters == null ? 0 : Objects.requireNonNullElse(parameters.retryAfter(), 0L);
        }

        @Nullable
        Long migratedTo() {
            return parameters == null ? null : parameters.migrateToChatId();
        }
    }

    /** Bot API, ResponseParameters; {@code migrateToChatId} is the supergroup that the group has become. */
    record Parameters(@Nullable Long retryAfter, @Nullable Long migrateToChatId) {}
}
