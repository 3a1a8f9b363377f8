package dev.tigrit.bot.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a person wrote to the bot. What was written is not kept, but for the name of a command.
 *
 * @param botId which bot: each has its own count of updates
 * @param updateId of the update, unique for the bot
 * @param userId Auth's {@code user_id}
 * @param gameUserId the game's own id of the user
 * @param command as {@code /me}; null for any other message
 * @param sentAt when the person wrote, by Telegram's clock
 */
public record Interaction(
        long botId,
        long updateId,
        String userId,
        String gameUserId,
        @Nullable String command,
        Instant sentAt) {}
