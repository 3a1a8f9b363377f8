package dev.tigrit.auth.jwt;

import dev.tigrit.starter.jose.Algorithm;
import dev.tigrit.starter.jose.Jwk;
import dev.tigrit.starter.json.StrictObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.util.zip.GZIPInputStream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an issuer publishes as its JWK Set (RFC 7517 section 5). Forgives what happens to it on its way: compressed although
 * nobody asked, behind a byte order mark.
 */
public final class JwkReader {

    /** Largest document, before and after decompression. */
    public static final int MAX_BYTES = 64 * 1024;

    /**
     * The JDK has no secp256k1, and takes five times as long for the curves of NIST. An instance of our own: a provider added to the
     * JVM would serve everybody.
     */
    private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

    private JwkReader() {}

    /** The usable keys, perhaps none, or null when this is no JWK Set. */
    public static @Nullable KeySet read(byte[] published) {
        try {
            var bytes = unpack(published);
            var keys = bytes == null ? null : Jwk.readSet(StrictObject.read(text(bytes)), JwkReader::parts);
            return keys == null ? null : new KeySet(keys);
        } catch (CharacterCodingException _) {
            return null;
        }
    }

    private static Jwk.@Nullable Parts parts(Jwk jwk) throws GeneralSecurityException {
        return switch (jwk.text("kty") + " " + jwk.text("crv")) {
            case "EC P-256" -> jwk.ec("secp256r1", Algorithm.ES256, BOUNCY_CASTLE);
            case "EC P-384" -> jwk.ec("secp384r1", Algorithm.ES384, BOUNCY_CASTLE);
            case "EC P-521" -> jwk.ec("secp521r1", Algorithm.ES512, BOUNCY_CASTLE);
            case "EC secp256k1" -> jwk.ec("secp256k1", Algorithm.ES256K, BOUNCY_CASTLE);
            case "OKP Ed25519" -> {
                var key = Ed25519Key.ofBytes(jwk.bytes("x"));
                yield new Jwk.Parts(
                        Jwk.base64url(jwk.text("x")),
                        Algorithm.EDWARDS,
                        (_, signed, signature) -> key.verify(signed, signature));
            }
            default -> null;
        };
    }

    private static byte @Nullable [] unpack(byte[] published) {
        if (published.length > MAX_BYTES) {
            return null;
        }
        // By its first bytes (RFC 1952 section 2.3.1), which no JSON has: object stores forget the header that would
        // say it.
        if (!startsWith(published, 0x1f, 0x8b)) {
            return published;
        }
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(published))) {
            var bytes = unzipped.readNBytes(MAX_BYTES + 1);
            return bytes.length > MAX_BYTES ? null : bytes;
        } catch (IOException _) {
            return null;
        }
    }

    /** Without a byte order mark. */
    private static String text(byte[] bytes) throws CharacterCodingException {
        if (startsWith(bytes, 0xfe, 0xff)) {
            return decode(StandardCharsets.UTF_16BE, bytes, 2);
        }
        if (startsWith(bytes, 0xff, 0xfe)) {
            return decode(StandardCharsets.UTF_16LE, bytes, 2);
        }
        return decode(StandardCharsets.UTF_8, bytes, startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0);
    }

    private static String decode(Charset charset, byte[] bytes, int from) throws CharacterCodingException {
        return charset.newDecoder()
                .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                .toString();
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (var i = 0; i < prefix.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }
}
