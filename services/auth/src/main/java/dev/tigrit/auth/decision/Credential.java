package dev.tigrit.auth.decision;

import dev.tigrit.auth.identity.Identity;
import org.jspecify.annotations.Nullable;

/**
 * What a caller presents; never printed.
 *
 * @param method by which it proves an identity
 * @param text as the user's client got it
 * @param bot id of the bot that Telegram's data have to be made for; any configured one when null
 */
public record Credential(
        Identity.Method method, String text, @Nullable String bot) {

    @Override
    public String toString() {
        return "Credential[" + method + ", ***]";
    }
}
