package dev.tigrit.auth.jwt;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs tokens with the JDK alone, so that a fault of the verifier's library cannot hide itself. */
public final class TestTokens {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private TestTokens() {}

    /** A compact JWS over exactly these bytes. */
    public static String hs256(String secret, String header, String claims) {
        var signed = encode(header.strip().getBytes(UTF_8)) + "."
                + encode(claims.strip().getBytes(UTF_8));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return signed + "." + encode(mac.doFinal(signed.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** One part of a token. */
    public static String part(String text) {
        return encode(text.getBytes(UTF_8));
    }

    private static String encode(byte[] bytes) {
        return BASE64URL.encodeToString(bytes);
    }
}
