package dev.tigrit.auth.telegram;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs initData as Telegram does (Telegram Mini Apps, "Validating data"), with the JDK alone. */
public final class TestInitData {

    private TestInitData() {}

    /** A signed string for the user with that id. */
    public static String of(String botToken, long userId, long authDate) {
        return of(
                botToken,
                Map.of(
                        "query_id",
                        "AAHdF6IQAAAAAN0XohDhrOrc",
                        "user",
                        "{\"id\":" + userId + ",\"first_name\":\"Ольга\",\"language_code\":\"ru\",\"is_premium\":true}",
                        "auth_date",
                        Long.toString(authDate)));
    }

    /** These fields, percent-encoded, with their hash at the end. */
    public static String of(String botToken, Map<String, String> fields) {
        var sorted = new TreeMap<>(fields);
        var lines = sorted.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\n"));
        var hash = hmac(hmac("WebAppData".getBytes(UTF_8), botToken), lines);
        var query = sorted.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
        return query + "&hash=" + HexFormat.of().formatHex(hash);
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
}
