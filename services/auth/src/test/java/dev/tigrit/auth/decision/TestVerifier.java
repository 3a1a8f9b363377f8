package dev.tigrit.auth.decision;

import dev.tigrit.auth.jwt.Issuer;
import dev.tigrit.auth.jwt.IssuerKeys;
import dev.tigrit.auth.jwt.JwtVerifier;
import dev.tigrit.auth.jwt.TestProfile;
import dev.tigrit.auth.telegram.Bot;
import dev.tigrit.auth.telegram.BotKey;
import dev.tigrit.auth.telegram.BotProperties.Environment;
import dev.tigrit.auth.telegram.TelegramVerifier;
import dev.tigrit.starter.jose.Algorithm;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The real verifiers with keys of a test. */
public final class TestVerifier {

    /** Users of the one issuer are {@code issuer:<sub>}. */
    public static final String ISSUER = "issuer";

    private TestVerifier() {}

    /** @param maxAge of what Telegram signs, and longest lifetime of a token */
    public static CredentialVerifier of(Collection<String> botTokens, String secret, Duration maxAge) {
        var bots = botTokens.stream().map(TestVerifier::bot).toList();
        var profile = TestProfile.of(ISSUER, null)
                .algorithms(Set.of(Algorithm.HS256))
                .maxLifetime(maxAge)
                .clockSkew(Duration.ZERO)
                .build();
        return new CredentialVerifier(
                new TelegramVerifier(bots, maxAge, Duration.ofMinutes(1)),
                new JwtVerifier(List.of(new Issuer(profile, new IssuerKeys(ring(secret), List.of())))));
    }

    private static Bot bot(String token) {
        return Bot.ofToken(ring(token), BotKey.Accept.HMAC, Environment.PRODUCTION.key());
    }

    private static KeyRing ring(String value) {
        return KeyRing.of(List.of(KeyVersion.of(1, Sensitive.ofUtf8(value), Instant.EPOCH, null)));
    }
}
