package dev.tigrit.auth.identity;

import dev.tigrit.starter.key.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who the user is.
 *
 * @param userId the bare numeric Telegram id, or {@code <issuer>:<claim>} for an issuer that does not share Telegram ids
 * @param method how it was proved
 * @param bot id of the bot that the credential was made for; null for a JWT
 * @param issuer name of the issuer's profile; null for Telegram's own signatures
 * @param issuedAt when the credential was made; null for a JWT without {@code iat}
 * @param expiresAt from when on it is refused
 * @param signedDigest {@link #digest} over what was signed, whatever the spelling: the key for replay guards and caches
 */
public record Identity(
        String userId,
        Method method,
        @Nullable String bot,
        @Nullable String issuer,
        @Nullable Instant issuedAt,
        Instant expiresAt,
        String signedDigest,
        TelegramUser user) {

    /** SHA-256 over signer (bot id or issuer) and what it signed, in hexadecimal: the same for two spellings of one credential. */
    public static String digest(String signer, byte[] signed) {
        // No name has a zero in it, so that nothing can be moved from one part into the other.
        return HexFormat.of().formatHex(Sha256.of(signer.getBytes(StandardCharsets.UTF_8), new byte[1], signed));
    }

    public enum Method {
        TELEGRAM_INIT_DATA,
        TELEGRAM_LOGIN,
        JWT;

        private final String spelling = name().toLowerCase(Locale.ROOT);

        /** As the contract spells it. */
        public String spelling() {
            return spelling;
        }
    }
}
