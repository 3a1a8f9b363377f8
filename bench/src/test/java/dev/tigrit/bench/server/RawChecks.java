package dev.tigrit.bench.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/** The cryptographic core of each credential and nothing around it: no claims, no freshness, no audit. Used by one thread. */
final class RawChecks {

    private static final byte[] LABEL = "tigrit session token\n".getBytes(US_ASCII);
    private static final int TOKEN_LENGTH = 150;
    private static final int TOKEN_MAC = 77;

    private final byte[] internal;
    private final Mac initData;
    private final Mac hs256;
    private final Mac session;
    private final Signature rs256;
    private final Signature es256;

    RawChecks(Credentials credentials) throws GeneralSecurityException {
        internal = credentials.internalSecret().getBytes(UTF_8);
        initData = mac(Credentials.initDataKey(credentials.botToken()));
        hs256 = mac(credentials.jwtSecret().getBytes(UTF_8));
        session = mac(credentials.sessionKey().getBytes(UTF_8));
        rs256 = Signature.getInstance("SHA256withRSA");
        rs256.initVerify(Credentials.publicKey("RSA", credentials.rsa()));
        // On P-256 faster than the JDK's provider.
        es256 = Signature.getInstance("SHA256withPLAIN-ECDSA", new BouncyCastleProvider());
        es256.initVerify(Credentials.publicKey("EC", credentials.ec()));
    }

    /** Telegram's data-check-string, and its HMAC. */
    boolean initData(String raw) {
        var fields = new TreeMap<String, String>();
        for (var from = 0; from < raw.length(); ) {
            var and = raw.indexOf('&', from);
            var end = and < 0 ? raw.length() : and;
            var equals = raw.indexOf('=', from);
            var value = raw.substring(equals + 1, end);
            fields.put(raw.substring(from, equals), value.indexOf('%') < 0 ? value : URLDecoder.decode(value, UTF_8));
            from = end + 1;
        }
        var hash = fields.remove("hash");
        var check = new StringBuilder(raw.length());
        fields.forEach((name, value) -> check.append(check.isEmpty() ? "" : "\n")
                .append(name)
                .append('=')
                .append(value));
        return hash != null
                && MessageDigest.isEqual(
                        initData.doFinal(check.toString().getBytes(UTF_8)),
                        HexFormat.of().parseHex(hash));
    }

    boolean hs256(String token) {
        var dot = token.lastIndexOf('.');
        return MessageDigest.isEqual(
                hs256.doFinal(token.substring(0, dot).getBytes(ISO_8859_1)),
                Base64.getUrlDecoder().decode(token.substring(dot + 1)));
    }

    boolean rs256(String token) {
        return signed(rs256, token);
    }

    boolean es256(String token) {
        return signed(es256, token);
    }

    /** @param body of a request that names a token */
    byte @Nullable [] inBody(byte[] body) {
        var text = new String(body, ISO_8859_1);
        var from = text.indexOf("ts1_");
        return from < 0 || text.length() < from + TOKEN_LENGTH
                ? null
                : session(text.substring(from, from + TOKEN_LENGTH));
    }

    /** @return the bytes of the token; null unless this run's key has signed them */
    byte @Nullable [] session(String token) {
        var bytes = Base64.getUrlDecoder().decode(token.substring(4));
        session.update(LABEL);
        session.update(bytes, 0, TOKEN_MAC);
        var signed = MessageDigest.isEqual(session.doFinal(), Arrays.copyOfRange(bytes, TOKEN_MAC, bytes.length));
        return signed ? bytes : null;
    }

    boolean isInternal(String caller) {
        return MessageDigest.isEqual(internal, caller.getBytes(UTF_8));
    }

    private static boolean signed(Signature check, String token) {
        var dot = token.lastIndexOf('.');
        try {
            check.update(token.substring(0, dot).getBytes(ISO_8859_1));
            return check.verify(Base64.getUrlDecoder().decode(token.substring(dot + 1)));
        } catch (SignatureException _) {
            return false;
        }
    }

    private static Mac mac(byte[] key) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac;
    }
}
