package dev.tigrit.bot.message;

import dev.tigrit.bot.client.telegram.Update;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person said to the bot.
 *
 * @param chatId where
 * @param topic of that chat; null where there is none
 * @param command as {@code /me}; null for any other text
 * @param at by Telegram's clock
 */
record Said(
        Update.Person person,
        long chatId,
        @Nullable Long topic,
        @Nullable String command,
        Instant at) {}
