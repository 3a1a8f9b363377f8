package dev.tigrit.auth.telegram;

import dev.tigrit.auth.jwt.Ed25519Key;
import dev.tigrit.starter.key.Sensitive;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
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

    /** Whether the bot's key for Mini Apps made that hash. */
    boolean signsWebApp(SignedFields fields) {
        return isHashBy(webAppSecret, fields);
    }

    /** Whether the bot's key for the Login Widget made that hash. */
    boolean signsLogin(SignedFields fields) {
        return isHashBy(loginSecret, fields);
    }

    private static boolean isHashBy(@Nullable Sensitive secret, SignedFields fields) {
        var hash = fields.hash();
        return secret != null && hash != null && MessageDigest.isEqual(secret.hmacSha256(fields.signedByBot()), hash);
    }

    /** Whether Telegram signed these fields for this bot; its id comes before them. */
    boolean isSignedByTelegram(byte[] fields, byte[] signature) {
        var prefix = (bot + ":WebAppData\n").getBytes(StandardCharsets.UTF_8);
        var message = Arrays.copyOf(prefix, prefix.length + fields.length);
        System.arraycopy(fields, 0, message, prefix.length, fields.length);
        return telegram.verify(message, signature);
    }
}
