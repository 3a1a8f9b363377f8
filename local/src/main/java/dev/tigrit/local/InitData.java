package dev.tigrit.local;

import dev.tigrit.local.launcher.Keys;
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
 * Signs a Mini App's initData as Telegram does: {@code hash} is the hex HMAC-SHA256 of the fields, sorted and joined as
 * {@code key=value} lines, under HMAC-SHA256("WebAppData", bot token)
 * (core.telegram.org/bots/webapps, "Validating data received via the Mini App").
 */
public record InitData(SortedMap<String, String> fields) {

    /** What Telegram sends when a person opens the app from a menu button. */
    public static InitData ofUser(long id, Instant authDate) {
        var fields = new TreeMap<String, String>();
        fields.put("query_id", "AAHdF6IQAAAAAN0XohDhrOrc");
        fields.put("user", """
                {"id":%d,"first_name":"Vladislav","username":"vdkfrost","language_code":"ru"}""".formatted(id));
        fields.put("auth_date", Long.toString(authDate.getEpochSecond()));
        // Telegram's own Ed25519 signature, which nobody else can make: here it has its form only. The HMAC covers it.
        fields.put("signature", Keys.base64url(64));
        return new InitData(fields);
    }

    public InitData with(String key, String value) {
        var changed = new TreeMap<>(fields);
        changed.put(key, value);
        return new InitData(changed);
    }

    /** The query string for the header {@code Authorization: tma <initData>}; {@code hash} comes last. */
    public String sign(String botToken) {
        var lines = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\n"));
        var secret = hmac("WebAppData".getBytes(StandardCharsets.UTF_8), botToken);
        var hash = HexFormat.of().formatHex(hmac(secret, lines));
        return fields.entrySet().stream()
                        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                        .collect(Collectors.joining("&"))
                + "&hash=" + hash;
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
