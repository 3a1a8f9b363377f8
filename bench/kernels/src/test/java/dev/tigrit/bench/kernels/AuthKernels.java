package dev.tigrit.bench.kernels;

import dev.tigrit.auth.identity.Identity.Method;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.jwt.Ed25519Key;
import dev.tigrit.auth.jwt.IssuerProperties;
import dev.tigrit.auth.jwt.Issuers;
import dev.tigrit.auth.jwt.JwtVerifier;
import dev.tigrit.auth.jwt.PublishedKeys;
import dev.tigrit.auth.jwt.TelegramOidcProperties;
import dev.tigrit.auth.telegram.Bot;
import dev.tigrit.auth.telegram.BotKey.Accept;
import dev.tigrit.auth.telegram.TelegramVerifier;
import dev.tigrit.bench.server.Credentials;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Verdicts of Auth. */
@State(Scope.Benchmark)
public class AuthKernels {

    private static final String PARTNER = "https://partner.bench.example";

    /** Telegram's public key for production ("Validating data for Third-Party Use"). */
    private static final Ed25519Key TELEGRAM =
            Ed25519Key.ofHex("e7bf03a2fa4602af4580703d88dda5bb59f32ed8b02a56c187fe7d34caed242d");

    private TelegramVerifier telegram;
    private JwtVerifier jwt;
    private String initData;
    private String forgedInitData;
    private String hs256;
    private String forgedHs256;
    private String rs256;
    private String es256;

    @Setup
    public void sign() throws GeneralSecurityException {
        var credentials = Credentials.create();
        telegram = new TelegramVerifier(
                List.of(Bot.ofToken(ring(Sensitive.ofUtf8(credentials.botToken())), Accept.HMAC, TELEGRAM)),
                Duration.ofHours(24),
                Duration.ofMinutes(1));
        var secret = Sensitive.ofUtf8(credentials.jwtSecret());
        jwt = new JwtVerifier(new Issuers((_, _) -> ring(secret), (_, _) -> PublishedKeys.awaited())
                .build(
                        Map.of(
                                "bench", issuer(Credentials.ISSUER, credentials.jwks(), null),
                                "partner", issuer(PARTNER, null, "PARTNER_SECRET")),
                        new TelegramOidcProperties(
                                Set.of(),
                                URI.create("https://telegram.bench.example"),
                                Duration.ofDays(1),
                                Duration.ofMinutes(1))));
        initData = credentials.initData();
        forgedInitData = Credentials.forged(initData);
        hs256 = hs256(secret);
        forgedHs256 = Credentials.forged(hs256);
        rs256 = credentials.rs256();
        es256 = credentials.es256();
    }

    @Benchmark
    public Verdict initData() {
        return expect(telegram.verify(Method.TELEGRAM_INIT_DATA, initData, null, Instant.now()), true);
    }

    @Benchmark
    public Verdict forgedInitData() {
        return expect(telegram.verify(Method.TELEGRAM_INIT_DATA, forgedInitData, null, Instant.now()), false);
    }

    @Benchmark
    public Verdict hs256() {
        return expect(jwt.verify(hs256, Instant.now()), true);
    }

    @Benchmark
    public Verdict forgedHs256() {
        return expect(jwt.verify(forgedHs256, Instant.now()), false);
    }

    @Benchmark
    public Verdict rs256() {
        return expect(jwt.verify(rs256, Instant.now()), true);
    }

    @Benchmark
    public Verdict es256() {
        return expect(jwt.verify(es256, Instant.now()), true);
    }

    private static Verdict expect(Verdict verdict, boolean accepted) {
        if (verdict instanceof Verdict.Accepted != accepted) {
            throw new IllegalStateException(verdict + " where accepted should be " + accepted);
        }
        return verdict;
    }

    private static KeyRing ring(Sensitive value) {
        return KeyRing.of(List.of(KeyVersion.of(1, value, Instant.EPOCH, null)));
    }

    private static IssuerProperties issuer(String name, @Nullable String jwks, @Nullable String secret) {
        return new IssuerProperties(
                name,
                Set.of(),
                Set.of(Credentials.AUDIENCE),
                false,
                List.of("aud"),
                Set.of(),
                "sub",
                Set.of(),
                Duration.ofDays(1),
                Set.of(),
                Duration.ofMinutes(1),
                false,
                null,
                false,
                null,
                null,
                jwks,
                secret);
    }

    private static String hs256(Sensitive secret) {
        var now = Instant.now().getEpochSecond();
        var text = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII)) + "."
                + base64("{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"279058397\",\"iat\":%d,\"exp\":%d}"
                        .formatted(PARTNER, Credentials.AUDIENCE, now, now + 6 * 3600)
                        .getBytes(StandardCharsets.US_ASCII));
        return text + "." + base64(secret.hmacSha256(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
