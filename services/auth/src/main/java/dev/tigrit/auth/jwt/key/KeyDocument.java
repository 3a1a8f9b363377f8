package dev.tigrit.auth.jwt.key;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What publishers do to a JWK Set on its way: compressed although nobody asked, behind a byte order mark. */
final class KeyDocument {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private KeyDocument() {}

    /** The document out of its compression; null when it is larger than that, before or after. */
    static byte @Nullable [] unpack(byte[] published, int maxBytes) {
        if (published.length > maxBytes) {
            return null;
        }
        // By its first bytes (RFC 1952 section 2.3.1), which no JSON has: object stores forget the header that would
        // say it.
        var isGzip = published.length > 2 && (published[0] & 0xff) == 0x1f && (published[1] & 0xff) == 0x8b;
        if (!isGzip) {
            return published;
        }
        try (var unzipped = new GZIPInputStream(new ByteArrayInputStream(published))) {
            var bytes = unzipped.readNBytes(maxBytes + 1);
            return bytes.length > maxBytes ? null : bytes;
        } catch (IOException _) {
            return null;
        }
    }

    /** Its text without a byte order mark; strictly decoded, since the JSON parser's own decoder accepts overlong sequences. */
    static String text(byte[] bytes) throws CharacterCodingException {
        var buffer = ByteBuffer.wrap(bytes);
        if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
            return decode(StandardCharsets.UTF_8, buffer.position(3));
        }
        if (startsWith(bytes, 0xfe, 0xff)) {
            return decode(StandardCharsets.UTF_16BE, buffer.position(2));
        }
        if (startsWith(bytes, 0xff, 0xfe)) {
            return decode(StandardCharsets.UTF_16LE, buffer.position(2));
        }
        return decode(StandardCharsets.UTF_8, buffer);
    }

    /** Of a key's certificate: as published, and as computed from the certificate itself (RFC 7517 sections 4.7 to 4.9). */
    static Set<String> thumbprints(JsonNode jwk) {
        var thumbprints = new HashSet<String>();
        for (var name : new String[] {"x5t", "x5t#S256"}) {
            if (jwk.path(name).isString()) {
                thumbprints.add(KeyHint.base64url(jwk.path(name).asString()));
            }
        }
        var certificate = jwk.path("x5c").path(0);
        if (certificate.isString()) {
            try {
                var der = Base64.getMimeDecoder().decode(certificate.asString());
                thumbprints.add(digest("SHA-1", der));
                thumbprints.add(digest("SHA-256", der));
            } catch (IllegalArgumentException _) {
                // No certificate; the key itself does not need one.
            }
        }
        return Set.copyOf(thumbprints);
    }

    private static String decode(Charset charset, ByteBuffer bytes) throws CharacterCodingException {
        return charset.newDecoder().decode(bytes).toString();
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (var i = 0; i < prefix.length; i++) {
            if (bytes.length <= i || (bytes[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static String digest(String algorithm, byte[] der) {
        try {
            return BASE64URL.encodeToString(MessageDigest.getInstance(algorithm).digest(der));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
