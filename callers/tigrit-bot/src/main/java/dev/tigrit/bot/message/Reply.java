package dev.tigrit.bot.message;

import org.jspecify.annotations.Nullable;

/**
 * What to say and where.
 *
 * @param chatId of the chat in which the person wrote
 * @param topic of that chat in which the person wrote; null where there is none
 */
public record Reply(long chatId, @Nullable Long topic, String text) {

    @Override
    public String toString() {
        return "Reply[" + chatId + "]";
    }
}
