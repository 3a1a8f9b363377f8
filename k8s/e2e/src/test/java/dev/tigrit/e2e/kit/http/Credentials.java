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
        var now = Instant.now().getEpochSecond();
        var claims = "{\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}".formatted(user, now, now + 600);
        var signed = base64("{\"alg\":\"HS256\"}".getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
        return signed + "." + base64(hmac(secret.getBytes(UTF_8), signed));
    }

    /** Mini App initData, signed as Telegram signs it. */
    public static String initData(String botToken, String user) {
        var fields = new TreeMap<>(Map.of(
                "auth_date", Long.toString(Instant.now().getEpochSecond()),
                "user", "{\"id\":%s,\"first_name\":\"Ольга\"}".formatted(user)));
        var checked = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\n"));
        var hash = hmac(hmac("WebAppData".getBytes(UTF_8), botToken), checked);
        fields.put("hash", HexFormat.of().formatHex(hash));
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
