package dev.tigrit.bot.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tigrit.bot.client.telegram.BotToken;
import dev.tigrit.bot.client.telegram.TelegramException;
import dev.tigrit.bot.client.telegram.Update;
import dev.tigrit.bot.message.Updates;
import dev.tigrit.bot.store.StoreException;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.problem.ProblemCode;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Takes an update that Telegram sends. 200 comes after the row is written; anything else makes Telegram send the update again. The
 * answer rides in the response (Bot API, Making requests when getting updates), so a webhook needs no way out.
 */
final class Webhook {

    /** Bot API, setWebhook: {@code secret_token}. */
    private static final String SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token";

    /** A message has at most 4096 characters, and around it a chat and a person. */
    private static final int MAX_BODY = 262_144;

    private final Updates updates;
    private final BotToken token;
    private final Sensitive secret;

    Webhook(Updates updates, BotToken token, Sensitive secret) {
        this.updates = updates;
        this.token = token;
        this.secret = secret;
    }

    Mono<ServerResponse> take(ServerRequest request) {
        return Mono.fromRunnable(() -> requireTelegram(request.headers().firstHeader(SECRET_HEADER)))
                .then(JsonBody.read(request.exchange().getRequest(), MAX_BODY, Update.class))
                .flatMap(update -> updates.handle(botId(), update))
                .flatMap(reply -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(SendMessage.of(reply)))
                .switchIfEmpty(Mono.defer(() -> ServerResponse.ok().build()))
                .onErrorMap(StoreException.class, _ -> ProblemException.unavailable(Problem.STORE_UNAVAILABLE))
                .onErrorMap(TelegramException.class, _ -> ProblemException.unavailable(Problem.NAME_UNKNOWN));
    }

    private void requireTelegram(@Nullable String presented) {
        if (presented == null || !secret.matches(presented.getBytes(StandardCharsets.UTF_8))) {
            throw new ProblemException(
                    RequestProblem.UNAUTHENTICATED,
                    "The request does not carry the webhook's secret.",
                    HttpHeaders.WWW_AUTHENTICATE,
                    SECRET_HEADER);
        }
    }

    /** Rows are named after it, so there are none before the token is known. */
    private long botId() {
        var bot = token.bot();
        if (bot == null) {
            throw ProblemException.unavailable(Problem.TOKEN_UNAVAILABLE);
        }
        return bot.id();
    }

    /** A call of the Bot API as an answer to Telegram. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SendMessage(String method, long chatId, @Nullable Long messageThreadId, String text) {

        static SendMessage of(Updates.Reply reply) {
            return new SendMessage("sendMessage", reply.chatId(), reply.topic(), reply.text());
        }
    }

    private enum Problem implements ProblemCode {
        STORE_UNAVAILABLE("The bot's database is not available"),
        TOKEN_UNAVAILABLE("The bot's token is not available yet"),
        NAME_UNKNOWN("The bot has not learned its own name yet");

        private final Kind kind;

        Problem(String title) {
            this.kind = new Kind(HttpStatus.SERVICE_UNAVAILABLE, title);
        }

        @Override
        public Kind kind() {
            return kind;
        }
    }
}
