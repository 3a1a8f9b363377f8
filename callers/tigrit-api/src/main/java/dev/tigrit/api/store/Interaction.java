package dev.tigrit.api.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That the person wrote to the bot.
 *
 * @param id in the order of writing
 * @param command as {@code /me}; null for any other message
 * @param sentAt by Telegram's clock
 */
public record Interaction(long id, @Nullable String command, Instant sentAt) {}
