package dev.tigrit.auth.telegram;

import dev.tigrit.auth.identity.Freshness;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.TelegramUser;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Checks Mini App initData (Telegram Mini Apps, "Validating data received via the Mini App" and "for Third-Party Use"): {@code hash}
 * by the bot's token, {@code signature} by Telegram's own key, or both.
 */
public final class InitDataVerifier extends TelegramVerifier {

    /** 64 bytes in base64url without padding. */
    private static final int SIGNATURE_LENGTH = 86;

    public InitDataVerifier(Bots bots, Freshness freshness) {
        super(Identity.Method.TELEGRAM_INIT_DATA, bots, freshness);
    }

    @Override
    @Nullable
    Reason formFault(SignedFields fields, BotKey key) {
        return switch (key.accept()) {
            case HMAC -> fields.hashFault();
            case ED25519 -> signatureFormFault(fields);
            case BOTH -> fields.hashFault() == null ? signatureFormFault(fields) : fields.hashFault();
        };
    }

    private static @Nullable Reason signatureFormFault(SignedFields fields) {
        var text = fields.get("signature");
        if (text == null) {
            return Reason.SIGNATURE_MISSING;
        }
        return signature(text) == null ? Reason.SIGNATURE_MALFORMED : null;
    }

    @Override
    @Nullable
    Reason signatureFault(SignedFields fields, BotKey key) {
        if (key.accept() != BotKey.Accept.ED25519 && !key.signsWebApp(fields)) {
            return Reason.HASH_INVALID;
        }
        return key.accept() == BotKey.Accept.HMAC || isTelegrams(fields, key) ? null : Reason.SIGNATURE_INVALID;
    }

    private static boolean isTelegrams(SignedFields fields, BotKey key) {
        var signature = signature(fields.get("signature"));
        return signature != null && key.isSignedByTelegram(fields.signedByTelegram(), signature);
    }

    private static byte @Nullable [] signature(@Nullable String text) {
        if (text == null || text.length() != SIGNATURE_LENGTH) {
            return null;
        }
        try {
            var bytes = Base64.getUrlDecoder().decode(text);
            // The last character has four unused bits; encoding again admits one spelling only.
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text) ? bytes : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    /** No signature covers both of them. */
    @Override
    byte[] digested(SignedFields fields) {
        return fields.signedByTelegram();
    }

    @Override
    String userField() {
        return "user";
    }

    @Override
    @Nullable
    TelegramUser user(SignedFields fields, byte[] named) {
        return WebAppUser.read(named);
    }
}
