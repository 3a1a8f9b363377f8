package dev.tigrit.auth.telegram;

import dev.tigrit.auth.identity.Freshness;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.TelegramUser;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Checks the query string of the Login Widget and of {@code login_url} buttons (Telegram Login Widget, "Checking authorization"):
 * HMAC-SHA256 under SHA-256 of the bot's token, another key than initData's, so neither passes for the other.
 */
public final class LoginVerifier extends TelegramVerifier {

    public LoginVerifier(Bots bots, Freshness freshness) {
        super(Identity.Method.TELEGRAM_LOGIN, bots, freshness);
    }

    @Override
    @Nullable
    Reason formFault(SignedFields fields, BotKey key) {
        return fields.hashFault();
    }

    @Override
    @Nullable
    Reason signatureFault(SignedFields fields, BotKey key) {
        return key.signsLogin(fields) ? null : Reason.HASH_INVALID;
    }

    @Override
    byte[] digested(SignedFields fields) {
        return fields.signedByBot();
    }

    @Override
    String userField() {
        return "id";
    }

    @Override
    @Nullable
    TelegramUser user(SignedFields fields, byte[] named) {
        var id = new String(named, StandardCharsets.UTF_8);
        return !TelegramUser.isId(id)
                ? null
                : new TelegramUser(
                        id,
                        fields.get("first_name"),
                        fields.get("last_name"),
                        fields.get("username"),
                        null,
                        null,
                        fields.get("photo_url"));
    }
}
