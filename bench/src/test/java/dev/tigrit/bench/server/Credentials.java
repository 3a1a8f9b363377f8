package dev.tigrit.bench.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The keys of a run, made at its start, and what is signed with them.
 *
 * @param rsa public key, a SubjectPublicKeyInfo in base64url
 * @param ec likewise, on P-256
 * @param initData of a Mini App, as Telegram signs it
 * @param hs256 a token under {@code jwtSecret}; the other two are of the issuer {@link #ISSUER}
 */
public record Credentials(
        String botToken,
        String jwtSecret,
        String internalSecret,
        String sessionKey,
        String rsa,
        String ec,
        String jwks,
        String initData,
        String hs256,
        String rs256,
        String es256) {

    public static final String ISSUER = "https://id.bench.example";
    public static final String AUDIENCE = "bench";

    private static final int LIFETIME = 6 * 3600;
    private static final String USER = """
            {"id":279058397,"first_name":"Olga","last_name":"K","username":"olga_k","language_code":"en",\
            "allows_write_to_pm":true,"photo_url":"https:\\/\\/t.me\\/i\\/userpic\\/320\\/4FPEE4tmP3ATHa57u6MqTDih13LTOiMo.svg"}""";

    public static Credentials create() throws GeneralSecurityException {
        var bot = "4200000042:only-for-measuring-0123456789-abcdef";
        var secret = "only-for-measuring-jwt-secret-0123456789-abcdef";
        var rsa = pair("RSA", null);
        var ec = pair("EC", new ECGenParameterSpec("secp256r1"));
        var now = Instant.now().getEpochSecond();
        var times = ",\"iat\":" + now + ",\"exp\":" + (now + LIFETIME) + "}";
        var issued = "{\"iss\":\"" + ISSUER + "\",\"aud\":\"" + AUDIENCE + "\",\"sub\":\"alice\"" + times;
        var ours = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "." + base64("{\"sub\":\"279058397\"" + times);
        return new Credentials(
                bot,
                secret,
                "only-for-measuring-internal-0123456789-abcdef",
                "only-for-measuring-session-0123456789-abcdef",
                base64(rsa.getPublic().getEncoded()),
                base64(ec.getPublic().getEncoded()),
                jwks((RSAPublicKey) rsa.getPublic(), (ECPublicKey) ec.getPublic()),
                initData(bot, now),
                ours + "." + base64(hmac(secret.getBytes(UTF_8), ours)),
                signed("RS256", "SHA256withRSA", rsa.getPrivate(), issued),
                signed("ES256", "SHA256withECDSAinP1363Format", ec.getPrivate(), issued));
    }

    public static Credentials read(Path file) {
        return JsonMapper.shared().readValue(file, Credentials.class);
    }

    public void write(Path file) {
        JsonMapper.shared().writeValue(file, this);
    }

    /** The same text with another signature: one character of it is changed, not the last one, which has bits to spare. */
    public static String forged(String signed) {
        var at = signed.length() - 5;
        return signed.substring(0, at) + (signed.charAt(at) == 'a' ? 'b' : 'a') + signed.substring(at + 1);
    }

    static PublicKey publicKey(String algorithm, String encoded) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm)
                .generatePublic(new X509EncodedKeySpec(Base64.getUrlDecoder().decode(encoded)));
    }

    /** The key under which a bot's initData is signed. */
    static byte[] initDataKey(String botToken) throws GeneralSecurityException {
        return hmac("WebAppData".getBytes(US_ASCII), botToken);
    }

    private static String initData(String bot, long now) throws GeneralSecurityException {
        var fields = new TreeMap<>(Map.of(
                "query_id",
                "AAHdF6IQAAAAAN0XohDhrOrc",
                "user",
                USER,
                "auth_date",
                Long.toString(now),
                "chat_instance",
                "8134722200314281151",
                "chat_type",
                "private",
                "signature",
                base64(new byte[64])));
        var check = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\n"));
        fields.put("hash", HexFormat.of().formatHex(hmac(initDataKey(bot), check)));
        // The hash is last, as Telegram's is, and as forged() needs it.
        return fields.entrySet().stream()
                .sorted((a, b) ->
                        Boolean.compare(a.getKey().equals("hash"), b.getKey().equals("hash")))
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static String signed(String algorithm, String name, PrivateKey key, String claims)
            throws GeneralSecurityException {
        var text = base64("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + algorithm + "\",\"typ\":\"JWT\"}") + "."
                + base64(claims);
        var signature = Signature.getInstance(name);
        signature.initSign(key);
        signature.update(text.getBytes(US_ASCII));
        return text + "." + base64(signature.sign());
    }

    private static String jwks(RSAPublicKey rsa, ECPublicKey ec) {
        return """
                {"keys":[{"kty":"RSA","kid":"RS256","alg":"RS256","use":"sig","n":"%s","e":"%s"},\
                {"kty":"EC","kid":"ES256","alg":"ES256","use":"sig","crv":"P-256","x":"%s","y":"%s"}]}""".formatted(
                        unsigned(rsa.getModulus(), 256),
                        unsigned(rsa.getPublicExponent(), 3),
                        unsigned(ec.getW().getAffineX(), 32),
                        unsigned(ec.getW().getAffineY(), 32));
    }

    private static String unsigned(BigInteger number, int length) {
        var bytes = new byte[length];
        var given = number.toByteArray();
        var count = Math.min(length, given.length);
        System.arraycopy(given, given.length - count, bytes, length - count, count);
        return base64(bytes);
    }

    private static KeyPair pair(String algorithm, @Nullable ECGenParameterSpec curve) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance(algorithm);
        if (curve == null) {
            generator.initialize(2048);
        } else {
            generator.initialize(curve);
        }
        return generator.generateKeyPair();
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String base64(String text) {
        return base64(text.getBytes(UTF_8));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
