package dev.tigrit.gamebackend.page;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * initData as Telegram signs it for a bot: {@code hash} is the hex HMAC-SHA256 of the sorted {@code key=value} lines under
 * HMAC-SHA256("WebAppData", bot token) (core.telegram.org/bots/webapps, "Validating data received via the Mini App").
 */
final class DevelopmentInitData {

    private final SortedMap<String, String> fields = new TreeMap<>();

    /** @param user JSON, a WebAppUser */
    DevelopmentInitData(String user, Instant authDate) {
        fields.put("user", user);
        fields.put("auth_date", Long.toString(authDate.getEpochSecond()));
    }

    String sign(String botToken) {
        var lines = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\n"));
        var key = hmac("WebAppData".getBytes(StandardCharsets.UTF_8), botToken);
        return fields.entrySet().stream()
                        .map(field -> field.getKey() + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"))
                + "&hash="
                + HexFormat.of().formatHex(hmac(key, lines));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] hmac(byte[] key, String message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(message.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
