package dev.tigrit.auth.telegram;

import dev.tigrit.auth.jwt.Ed25519Key;
import dev.tigrit.starter.key.Sensitive;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What one bot's credentials are verified with now.
 *
 * @param bot the bot's user id, the digits before the colon of its token
 * @param accept which signatures initData needs
 * @param webAppSecret HMAC-SHA256 with the key "WebAppData" over the token; null when only Ed25519 is accepted
 * @param loginSecret SHA-256 of the token, for the Login Widget; null when the token is not known
 * @param telegram verifies the Ed25519 signature
 */
public record BotKey(
        String bot,
        Accept accept,
        @Nullable Sensitive webAppSecret,
        @Nullable Sensitive loginSecret,
        Ed25519Key telegram) {

    /** Which of initData's two signatures have to be right. */
    public enum Accept {
        /** The HMAC by the bot's token. */
        HMAC,
        /** Telegram's own signature; no token is needed. */
        ED25519,
        /** Both: who steals the token can forge the first but not the second. */
        BOTH
    }

    /** Whether that is the HMAC of a Mini App's data-check-string. */
    public boolean signsWebApp(String dataCheckString, Sensitive hash) {
        return isHmac(webAppSecret, dataCheckString, hash);
    }

    /** Whether that is the HMAC of a Login Widget's data-check-string. */
    public boolean signsLogin(String dataCheckString, Sensitive hash) {
        return isHmac(loginSecret, dataCheckString, hash);
    }

    private static boolean isHmac(@Nullable Sensitive secret, String message, Sensitive hash) {
        return secret != null && hash.matches(secret.hmacSha256(message.getBytes(StandardCharsets.UTF_8)));
    }
}
