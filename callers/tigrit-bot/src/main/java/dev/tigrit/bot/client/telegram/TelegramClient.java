package dev.tigrit.bot.client.telegram;

import dev.tigrit.bot.client.telegram.BotToken.Bot;
import dev.tigrit.bot.client.telegram.TelegramApi.Answer;
import dev.tigrit.bot.client.telegram.TelegramApi.GetUpdates;
import dev.tigrit.bot.client.telegram.TelegramApi.Me;
import dev.tigrit.bot.client.telegram.TelegramApi.SendMessage;
import dev.tigrit.bot.client.telegram.TelegramApi.SetWebhook;
import dev.tigrit.starter.client.HttpConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Talks to Telegram. Fails with {@link TelegramException} alone, so that no log line can hold an address with the token. */
@Component
public final class TelegramClient {

    private static final Logger log = LoggerFactory.getLogger(TelegramClient.class);

    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Bot API, sendMessage: characters after entities parsing. */
    private static final int MAX_TEXT = 4096;

    /** Updates asked for at once; a hundred, which Telegram sends by default, can be tens of megabytes. */
    private static final int BATCH = 20;

    /** Room for them: each may have a message, the one it replies to and a quote, in JSON with six bytes a character. */
    private static final int MAX_BATCH_BYTES = 16_777_216;

    private static final List<String> WANTED = List.of("message");

    private final Duration wait;
    private final TelegramApi waiting;
    private final TelegramApi calling;

    TelegramClient(TelegramProperties properties, WebClient.Builder builder) {
        this.wait = properties.pollTimeout();
        this.waiting = new HttpConnection(properties.apiUrl(), wait.plus(properties.timeout()), null)
                .toApi(builder, MAX_BATCH_BYTES, TelegramApi.class);
        this.calling =
                new HttpConnection(properties.apiUrl(), properties.timeout(), null).toApi(builder, TelegramApi.class);
    }

    /** Waits for updates from that one on; what comes before it is confirmed. Null: whatever is unconfirmed. */
    public Mono<List<Update>> updates(Bot bot, @Nullable Long offset) {
        var request = new GetUpdates(offset, BATCH, wait.toSeconds(), WANTED);
        return result("getUpdates", waiting.getUpdates(bot.id(), bot.secret(), request));
    }

    Mono<String> username(Bot bot) {
        return result("getMe", calling.getMe(bot.id(), bot.secret())).map(Me::username);
    }

    /**
     * Sends the text; one that this chat will never take is logged and counts as sent. A group that has become a supergroup since
     * gets it there.
     */
    public Mono<Void> send(Bot bot, long chatId, @Nullable Long topic, String text) {
        var message = new SendMessage(chatId, topic, cut(text));
        return send(bot, message)
                .flatMap(response -> migratedTo(response)
                        .map(message::in)
                        .map(moved -> send(bot, moved))
                        .orElse(Mono.just(response)))
                .doOnNext(TelegramClient::requireSentOrRefused)
                .onErrorMap(error -> failure("sendMessage", error))
                .then();
    }

    private Mono<ResponseEntity<Answer<Object>>> send(Bot bot, SendMessage message) {
        return calling.sendMessage(bot.id(), bot.secret(), message);
    }

    private static Optional<Long> migratedTo(ResponseEntity<Answer<Object>> response) {
        return Optional.ofNullable(response.getBody()).map(Answer::migratedTo);
    }

    /** Makes Telegram send updates to that address, and nobody ask for them. */
    public Mono<Void> setWebhook(Bot bot, URI url, String secret) {
        var request = new SetWebhook(url.toString(), secret, WANTED);
        return result("setWebhook", calling.setWebhook(bot.id(), bot.secret(), request))
                .then();
    }

    /** As long as there is a webhook, getUpdates is refused. Updates that wait are kept. */
    public Mono<Void> deleteWebhook(Bot bot) {
        return result("deleteWebhook", calling.deleteWebhook(bot.id(), bot.secret()))
                .then();
    }

    private static <T> Mono<T> result(String method, Mono<ResponseEntity<Answer<T>>> call) {
        return call.map(response -> result(method, response)).onErrorMap(error -> failure(method, error));
    }

    private static <T> T result(String method, ResponseEntity<Answer<T>> response) {
        var answer = response.getBody();
        if (answer == null || !answer.isGood() || answer.result() == null) {
            throw refused(method, response);
        }
        return answer.result();
    }

    /** 400 and 403 are about this chat: it is gone, or its owner has blocked the bot (Bot API, Making requests). */
    private static void requireSentOrRefused(ResponseEntity<Answer<Object>> response) {
        var status = response.getStatusCode().value();
        if (status == 400 || status == 403) {
            log.atWarn().addKeyValue("status", status).log("the answer cannot be delivered, and is dropped");
            return;
        }
        result("sendMessage", response);
    }

    private static <T> TelegramException refused(String method, ResponseEntity<Answer<T>> response) {
        var answer = response.getBody();
        var pause = answer == null || answer.retryAfter() < 1 ? PAUSE : Duration.ofSeconds(answer.retryAfter());
        var status = response.getStatusCode().value();
        return new TelegramException(method, "status " + status, pause, status == 409);
    }

    private static TelegramException failure(String method, Throwable error) {
        return error instanceof TelegramException known
                ? known
                : new TelegramException(method, error.getClass().getSimpleName(), PAUSE, false);
    }

    /** Not through the middle of a character. */
    static String cut(String text) {
        return text.length() <= MAX_TEXT
                ? text
                : text.substring(0, Character.isHighSurrogate(text.charAt(MAX_TEXT - 1)) ? MAX_TEXT - 1 : MAX_TEXT);
    }
}
