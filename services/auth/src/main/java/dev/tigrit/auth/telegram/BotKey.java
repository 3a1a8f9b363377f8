package dev.tigrit.auth.telegram;

import dev.tigrit.auth.identity.Identity.Method;
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

    /** Which signatures count: there is one way only to sign a login. */
    Accept accept(Method method) {
        return method == Method.TELEGRAM_LOGIN ? Accept.HMAC : accept;
    }

    /** Whether the bot's key for that method made the hash. */
    boolean madeHash(SignedFields fields, Method method) {
        var secret = method == Method.TELEGRAM_LOGIN ? loginSecret : webAppSecret;
        var hash = fields.hash();
        return secret != null && hash != null && MessageDigest.isEqual(secret.hmacSha256(fields.signedByBot()), hash);
    }

    /** Whether Telegram signed these fields for this bot; its id comes before them. */
    boolean isSignedByTelegram(SignedFields fields) {
        var signed = fields.signedByTelegram();
        var signature = fields.signature();
        var prefix = (bot + ":WebAppData\n").getBytes(StandardCharsets.UTF_8);
        var message = Arrays.copyOf(prefix, prefix.length + signed.length);
        System.arraycopy(signed, 0, message, prefix.length, signed.length);
        return signature != null && telegram.verify(message, signature);
    }
}
