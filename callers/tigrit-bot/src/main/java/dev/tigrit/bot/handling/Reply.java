package dev.tigrit.bot.handling;

/**
 * What to say and where.
 *
 * @param chatId of the chat in which the person wrote
 */
public record Reply(long chatId, String text) {

    @Override
    public String toString() {
        return "Reply[" + chatId + "]";
    }
}
