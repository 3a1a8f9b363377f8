package dev.tigrit.bot.handling;

import dev.tigrit.bot.answer.Answers;
import dev.tigrit.bot.client.auth.AuthClient;
import dev.tigrit.bot.client.auth.Player;
import dev.tigrit.bot.client.telegram.BotToken;
import dev.tigrit.bot.client.telegram.Update;
import dev.tigrit.bot.store.Interaction;
import dev.tigrit.bot.store.Interactions;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Ensure the user, write the row, find the answer. Fails only while the database is away, and then nothing was said: the update has
 * to come again.
 */
@Component
public final class Updates {

    private final AuthClient auth;
    private final Interactions interactions;
    private final Answers answers;
    private final BotToken bot;

    Updates(AuthClient auth, Interactions interactions, Answers answers, BotToken bot) {
        this.auth = auth;
        this.interactions = interactions;
        this.answers = answers;
        this.bot = bot;
    }

    /** The answer; nothing when nobody is to be answered: channels have no person, and bots would talk for ever. */
    public Mono<Reply> handle(Update update) {
        var message = update.message();
        var person = message == null ? null : message.from();
        var chat = message == null ? null : message.chat();
        if (message == null || person == null || chat == null || Boolean.TRUE.equals(person.isBot())) {
            return Mono.empty();
        }
        return auth.ensure(person)
                .flatMap(player -> switch (player) {
                    case Player.Known known ->
                        record(update, message, known)
                                .then(Mono.defer(() -> answers.to(person, known, Command.of(message.text()))));
                    case Player.Refused _ -> Mono.just(answers.refused(person));
                    case Player.Unavailable _ -> Mono.just(Answers.GAME_UNAVAILABLE);
                })
                .map(text -> new Reply(chat.id(), text));
    }

    private Mono<Void> record(Update update, Update.Message message, Player.Known player) {
        return interactions.write(new Interaction(
                bot.botId(),
                update.updateId(),
                player.userId(),
                player.gameUserId(),
                Command.of(message.text()),
                message.sentAt()));
    }
}
