package dev.tigrit.auth.identity;

import dev.tigrit.starter.key.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * SHA-256 over what an issuer signed, in hexadecimal. Two spellings of one credential have one digest.
 *
 * @param hex 64 characters
 */
public record Digest(String hex) {

    /** The digest of a signed text. */
    public static Digest of(String signer, String signed) {
        return of(signer, signed.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The digest of these parts; none of them can be moved into its neighbour.
     *
     * @param signer bot id or issuer
     * @param signed what is signed
     */
    public static Digest of(String signer, byte[] signed) {
        var sha = Sha256.of(signer.getBytes(StandardCharsets.UTF_8), new byte[] {0}, signed);
        return new Digest(HexFormat.of().formatHex(sha));
    }
}
