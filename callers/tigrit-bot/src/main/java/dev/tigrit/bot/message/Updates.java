package dev.tigrit.bot.message;

import dev.tigrit.bot.client.auth.AuthClient;
import dev.tigrit.bot.client.auth.AuthClient.Player;
import dev.tigrit.bot.client.telegram.Update;
import dev.tigrit.bot.store.Interactions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Ensure the user, write the row, find the answer. Fails only while the database is unavailable or the bot's name is missing, and then
 * nothing was said: the update has to come again.
 */
@Component
public final class Updates {

    private final Addressing addressing;
    private final AuthClient auth;
    private final Interactions interactions;
    private final Answers answers;

    Updates(Addressing addressing, AuthClient auth, Interactions interactions, Answers answers) {
        this.addressing = addressing;
        this.auth = auth;
        this.interactions = interactions;
        this.answers = answers;
    }

    /** The answer; nothing, and nothing done, when that bot was not spoken to. */
    public Mono<Reply> handle(long botId, Update update) {
        return Mono.fromCallable(() -> addressing.said(update))
                .flatMap(Mono::justOrEmpty)
                .flatMap(said -> words(botId, update.updateId(), said)
                        .map(words -> new Reply(said.chatId(), said.topic(), words)));
    }

    private Mono<String> words(long botId, long updateId, Addressing.Said said) {
        return auth.ensure(said.person()).flatMap(player -> switch (player) {
            case Player.Known known ->
                record(botId, updateId, said, known)
                        .then(Mono.defer(() -> answers.to(said.person(), known, Request.of(said.command()))));
            case Player.Refused _ -> Mono.just(answers.refused(said.person()));
            case Player.Unavailable _ -> Mono.just(Answers.GAME_UNAVAILABLE);
        });
    }

    private Mono<Void> record(long botId, long updateId, Addressing.Said said, Player.Known player) {
        return interactions.write(
                new Interactions.Row(botId, updateId, player.userId(), player.gameUserId(), said.command(), said.at()));
    }

    /** What to say, and the chat and topic, if any, in which the person wrote. */
    public record Reply(long chatId, @Nullable Long topic, String text) {

        @Override
        public String toString() {
            return "Reply[" + chatId + "]";
        }
    }
}
