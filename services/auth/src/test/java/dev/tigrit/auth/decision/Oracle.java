package dev.tigrit.auth.decision;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The plainest reading of the signing rules, with the JDK alone: it judges what was accepted and forgives everything else. */
final class Oracle {

    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private final Collection<String> botTokens;
    private final String secret;

    Oracle(Collection<String> botTokens, String secret) {
        this.botTokens = botTokens;
        this.secret = secret;
    }

    static Map<String, String> fields(String query) {
        var fields = new TreeMap<String, String>();
        for (var part : query.split("&", -1)) {
            var equals = part.indexOf('=');
            fields.put(
                    URLDecoder.decode(part.substring(0, equals), UTF_8),
                    URLDecoder.decode(part.substring(equals + 1), UTF_8));
        }
        return fields;
    }

    static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    boolean signedWebApp(String query) {
        var hash = fields(query).get("hash");
        return botTokens.stream().anyMatch(token -> webAppHash(token, query).equals(hash));
    }

    boolean signedLogin(String query) {
        var hash = fields(query).get("hash");
        return botTokens.stream()
                .anyMatch(token -> hex(hmac(sha256(token), lines(query))).equals(hash));
    }

    boolean signedJwt(String token) {
        var dot = token.lastIndexOf('.');
        return BASE64URL
                .encodeToString(hmac(secret.getBytes(UTF_8), token.substring(0, dot)))
                .equals(token.substring(dot + 1));
    }

    /** The claims of a compact token. */
    static JsonNode claims(String token) {
        return json(new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), UTF_8));
    }

    /** The query with the hash that the first bot would give it; as it is when it cannot be read. */
    String signWebApp(String query) {
        try {
            return query + "&hash=" + webAppHash(botTokens.iterator().next(), query);
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException _) {
            return query;
        }
    }

    String signJwt(byte[] header, byte[] claims) {
        var signed = BASE64URL.encodeToString(header) + "." + BASE64URL.encodeToString(claims);
        return signed + "." + BASE64URL.encodeToString(hmac(secret.getBytes(UTF_8), signed));
    }

    private static String webAppHash(String token, String query) {
        return hex(hmac(hmac("WebAppData".getBytes(US_ASCII), token), lines(query)));
    }

    private static String lines(String query) {
        return fields(query).entrySet().stream()
                .filter(field -> !field.getKey().equals("hash"))
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] hmac(byte[] key, String message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
