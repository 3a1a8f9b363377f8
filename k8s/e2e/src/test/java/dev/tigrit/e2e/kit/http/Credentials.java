package dev.tigrit.e2e.kit.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tigrit.e2e.kit.cluster.Platform;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a person would present to Auth. */
public final class Credentials {

    private Credentials() {}

    /** HS256 by the built-in profile, ten minutes long. */
    public static String jwt(String secret, String user) {
        return hs256(secret, claims(user, ""));
    }

    /** HS256 as an issuer signs for the audience {@code game}. */
    public static String jwt(String secret, String issuer, String user) {
        return hs256(secret, claims(user, ofIssuer(issuer)));
    }

    /** EdDSA likewise. */
    public static String jwt(SigningKey key, String issuer, String user) {
        var signed = part("{\"alg\":\"EdDSA\"}") + "." + part(claims(user, ofIssuer(issuer)));
        return signed + "." + base64(key.sign(signed));
    }

    private static String ofIssuer(String issuer) {
        return ",\"iss\":\"%s\",\"aud\":\"game\"".formatted(issuer);
    }

    private static String claims(String user, String more) {
        var now = Instant.now().getEpochSecond();
        return "{\"sub\":\"%s\",\"iat\":%d,\"exp\":%d%s}".formatted(user, now, now + 600, more);
    }

    /** Whether a JWT of HS256 is signed with that key. */
    public static boolean isSignedWith(String secret, String jwt) {
        var dot = jwt.lastIndexOf('.');
        return jwt.substring(dot + 1).equals(base64(hmac(secret.getBytes(UTF_8), jwt.substring(0, dot))));
    }

    private static String hs256(String secret, String claims) {
        var signed = part("{\"alg\":\"HS256\"}") + "." + part(claims);
        return signed + "." + base64(hmac(secret.getBytes(UTF_8), signed));
    }

    private static String part(String json) {
        return base64(json.getBytes(UTF_8));
    }

    /** Mini App initData, signed as Telegram signs it. */
    public static String initData(String botToken, String user) {
        var fields = fields(user);
        var hash = hmac(hmac("WebAppData".getBytes(UTF_8), botToken), lines(fields));
        return query(fields, "hash", HexFormat.of().formatHex(hash));
    }

    /** The same as Telegram signs it for third parties, who know the bot's id alone. */
    public static String initData(SigningKey telegram, String botId, String user) {
        var fields = fields(user);
        return query(fields, "signature", base64(telegram.sign(botId + ":WebAppData\n" + lines(fields))));
    }

    private static Map<String, String> fields(String user) {
        return new TreeMap<>(Map.of(
                "auth_date", Long.toString(Instant.now().getEpochSecond()),
                "user", "{\"id\":%s,\"first_name\":\"Ольга\"}".formatted(user)));
    }

    private static String lines(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\n"));
    }

    private static String query(Map<String, String> fields, String name, String signature) {
        fields.put(name, signature);
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** What Auth is asked most: whose initData of the release's bot that is. */
    public static HttpRequest.Builder verify(String user) {
        return Http.at("auth", "/v1/verify")
                .header("Authorization", "tma " + initData(Platform.BOT_TOKEN, user))
                .POST(BodyPublishers.noBody());
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
