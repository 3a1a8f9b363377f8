package dev.tigrit.bot.message;

import dev.tigrit.bot.client.telegram.BotToken;
import dev.tigrit.bot.client.telegram.OwnName;
import dev.tigrit.bot.client.telegram.Update;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells what a person says to the bot from all else that happens in a chat. It says what is the bot's, not what is not: Telegram adds
 * kinds of messages every few months, and none of them is words that a person wrote.
 */
@Component
final class Addressing {

    private final BotToken bot;
    private final OwnName ownName;

    Addressing(BotToken bot, OwnName ownName) {
        this.bot = bot;
        this.ownName = ownName;
    }

    /** Fails with the {@link OwnName}'s exception when it takes the bot's name to tell, and that is not known yet. */
    Optional<Said> said(Update update) {
        var message = update.message();
        var person = message == null ? null : message.author();
        var chat = message == null ? null : message.chat();
        if (message == null || person == null || chat == null || message.words() == null) {
            return Optional.empty();
        }
        var command = Command.of(message);
        return isForTheBot(message, person, chat, command)
                ? Optional.of(new Said(
                        person, chat.id(), message.topic(), command == null ? null : command.name(), message.sentAt()))
                : Optional.empty();
    }

    private boolean isForTheBot(
            Update.Message message, Update.Person person, Update.Chat chat, @Nullable Command command) {
        if (chat.isPrivateOf(person)) {
            return isNotAnothers(command);
        }
        return chat.isGroup() && !message.isForwarded() && isForTheBotInAGroup(message.replyToMessage(), command);
    }

    /** A group has other bots: a command without a name is this one's when it has such a command, or in reply to it. */
    private boolean isForTheBotInAGroup(Update.@Nullable Replied repliedTo, @Nullable Command command) {
        if (repliedTo != null && repliedTo.isSaidBy(bot.botId())) {
            return isNotAnothers(command);
        }
        if (command == null) {
            return false;
        }
        return command.bot() == null ? Request.of(command.name()) != null : ownName.is(command.bot());
    }

    private boolean isNotAnothers(@Nullable Command command) {
        return command == null || command.bot() == null || ownName.is(command.bot());
    }

    /** What a person said to the bot, in which topic, if any, and which command, as {@code /me}; null for any other text. */
    record Said(
            Update.Person person,
            long chatId,
            @Nullable Long topic,
            @Nullable String command,
            Instant at) {}
}
