package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import org.jspecify.annotations.Nullable;

/**
 * A credential in a JSON body, where Authorization is the caller's own.
 *
 * @param type telegram_init_data, telegram_login or jwt
 * @param credential as the user's client got it
 * @param bot id of the bot that Telegram's data have to be made for; any configured one when absent
 */
public record CredentialBody(
        @Nullable String type,
        @Nullable String credential,
        @Nullable String bot) {

    /**
     * The credential.
     *
     * @throws IllegalArgumentException says what is missing, without input in it
     */
    public Credential toCredential() {
        if (type == null || credential == null) {
            throw new IllegalArgumentException("type and credential are required.");
        }
        return switch (type) {
            case "telegram_init_data" -> new Credential.InitData(credential, bot);
            case "telegram_login" -> new Credential.Login(credential, bot);
            case "jwt" -> new Credential.Jwt(credential);
            default -> throw new IllegalArgumentException("type has to be telegram_init_data, telegram_login or jwt.");
        };
    }

    @Override
    public String toString() {
        return "CredentialBody[" + type + ", ***]";
    }
}
