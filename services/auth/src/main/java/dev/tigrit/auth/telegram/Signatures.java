package dev.tigrit.auth.telegram;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.telegram.BotKey.Accept;
import dev.tigrit.starter.key.Sensitive;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The two signatures of one initData string: {@code hash} by the bot's token, {@code signature} by Telegram's own key. */
final class Signatures {

    /** 64 bytes in base64url without padding. */
    private static final int SIGNATURE_LENGTH = 86;

    private final SignedFields fields;
    private final SignedFields.Hash hash;
    private final @Nullable Sensitive signature;

    private Signatures(SignedFields fields) {
        this.fields = fields;
        this.hash = fields.hash();
        this.signature = decode(fields.get("signature"));
    }

    static Signatures of(SignedFields fields) {
        return new Signatures(fields);
    }

    /** Why the string cannot be checked under that policy, or null when it can. */
    @Nullable
    Reason fault(Accept accept) {
        return switch (accept) {
            case HMAC -> hashFault();
            case ED25519 -> signatureFault();
            case BOTH -> hashFault() == null ? signatureFault() : hashFault();
        };
    }

    Reason requireFault(Accept accept) {
        var fault = fault(accept);
        return fault == null ? Reason.MALFORMED : fault;
    }

    /** Why the key does not accept the string, or null when it does. */
    @Nullable
    Reason refusedBy(BotKey key) {
        return switch (key.accept()) {
            case HMAC -> isHmac(key) ? null : Reason.HASH_INVALID;
            case ED25519 -> isTelegrams(key) ? null : Reason.SIGNATURE_INVALID;
            case BOTH -> !isHmac(key) ? Reason.HASH_INVALID : isTelegrams(key) ? null : Reason.SIGNATURE_INVALID;
        };
    }

    /** Every field but hash, {@code signature} among them. */
    private boolean isHmac(BotKey key) {
        return hash instanceof SignedFields.Hash.Found(var bytes)
                && key.signsWebApp(fields.dataCheckString(Set.of("hash")), bytes);
    }

    /** The bot's id, then every field but hash and signature. */
    private boolean isTelegrams(BotKey key) {
        var message = key.bot() + ":WebAppData\n" + fields.dataCheckString(Set.of("hash", "signature"));
        return signature != null && key.telegram().verify(message.getBytes(StandardCharsets.UTF_8), signature.copy());
    }

    private @Nullable Reason hashFault() {
        return switch (hash) {
            case SignedFields.Hash.Found _ -> null;
            case SignedFields.Hash.Refused(var reason) -> reason;
        };
    }

    private @Nullable Reason signatureFault() {
        if (fields.get("signature") == null) {
            return Reason.SIGNATURE_MISSING;
        }
        return signature == null ? Reason.SIGNATURE_MALFORMED : null;
    }

    private static @Nullable Sensitive decode(@Nullable String text) {
        if (text == null || text.length() != SIGNATURE_LENGTH) {
            return null;
        }
        try {
            var bytes = Base64.getUrlDecoder().decode(text);
            // The last character has four unused bits; encoding again admits one spelling only.
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)
                    ? Sensitive.of(bytes)
                    : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
