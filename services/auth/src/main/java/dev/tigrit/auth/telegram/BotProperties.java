package dev.tigrit.auth.telegram;

import dev.tigrit.auth.jwt.Ed25519Key;
import dev.tigrit.auth.keys.AuthKeys;
import dev.tigrit.auth.telegram.BotKey.Accept;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One bot; known by its token, by the secret derived from it, or by its id alone (then {@code accept} is ed25519).
 *
 * @param id the bot's user id; needed without a token
 * @param token name of the key with the bot's token, in the environment or in Secrets; TELEGRAM_BOT_TOKEN when no bot is listed
 * @param webAppSecret name of the key with HMAC-SHA256("WebAppData", token) in 64 hexadecimal digits, instead of the token; the
 *     Login Widget is not accepted then
 * @param accept which signatures initData needs; no token is needed for ed25519
 * @param environment production or test environment of Telegram
 * @param publicKey Telegram's Ed25519 key in hexadecimal, should it ever change
 */
public record BotProperties(
        @Nullable String id,
        @Nullable String token,
        @Nullable String webAppSecret,
        @DefaultValue("hmac") Accept accept,
        @DefaultValue("production") Environment environment,
        @Nullable String publicKey) {

    /** Telegram runs two, each with a key of its own for third parties ("Validating data for Third-Party Use"). */
    public enum Environment {
        PRODUCTION("e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d"),
        TEST("40055058a4ee38156a06562e52eece92a771bcd8346a8c4615cb7376eddf72ec");

        private final String publicKey;

        Environment(String publicKey) {
            this.publicKey = publicKey;
        }

        public Ed25519Key key() {
            return Ed25519Key.ofHex(publicKey);
        }
    }

    public BotProperties {
        if (token != null && webAppSecret != null) {
            throw new IllegalStateException("auth.telegram.bots: token and web-app-secret exclude each other");
        }
        if (token == null && id == null) {
            throw new IllegalStateException("auth.telegram.bots: a bot without token needs an id");
        }
        if (token != null && id != null) {
            throw new IllegalStateException("auth.telegram.bots: the id is in the token; give one of them");
        }
        if (token == null && webAppSecret == null && accept != Accept.ED25519) {
            throw new IllegalStateException("auth.telegram.bots: bot " + id
                    + " has no token and no web-app-secret, so accept has to be ed25519");
        }
    }

    /** The ordinary bot: a token, initData by HMAC, Telegram's production. */
    public static BotProperties ofToken(String key) {
        return new BotProperties(null, key, null, Accept.HMAC, Environment.PRODUCTION, null);
    }

    /** The bot, or null when its key is not available. */
    public @Nullable Bot toBot(AuthKeys.Rings rings) {
        if (token != null) {
            var ring = rings.find(token, Bot::requireToken);
            return ring == null ? null : Bot.ofToken(ring, accept, toTelegramKey());
        }
        var known = id == null ? "" : id;
        if (webAppSecret != null) {
            var ring = rings.find(webAppSecret, Bot::requireWebAppSecret);
            return ring == null ? null : Bot.ofWebAppSecret(known, ring, accept, toTelegramKey());
        }
        return Bot.ofPublicKey(known, toTelegramKey());
    }

    private Ed25519Key toTelegramKey() {
        try {
            return publicKey == null ? environment.key() : Ed25519Key.ofHex(publicKey);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("auth.telegram.bots: public-key is no Ed25519 key in hexadecimal", e);
        }
    }
}
