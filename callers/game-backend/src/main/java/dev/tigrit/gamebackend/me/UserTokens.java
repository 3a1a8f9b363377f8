package dev.tigrit.gamebackend.me;

import dev.tigrit.gamebackend.GameProblem;
import dev.tigrit.gamebackend.client.sessions.SessionsClient.Session;
import dev.tigrit.starter.key.KeyRing;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.springframework.stereotype.Component;

/** Signs JWTs (RFC 7515, HS256) by which Auth knows a signed-in person: its profile of JWT_SECRET, {@code sub} a Telegram id. */
@Component
final class UserTokens {

    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final String HEADER =
            base64url("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII));

    private final KeyRing keys;
    private final Clock clock;

    UserTokens(KeyRing tokenKeys, Clock clock) {
        this.keys = tokenKeys;
        this.clock = clock;
    }

    /** Schema Token of the contract. */
    record UserToken(String token, Instant expiresAt) {

        @Override
        public String toString() {
            return "UserToken[***]";
        }
    }

    /** A token for the session's user that does not outlive the session; fails with 503 while there is no key. */
    UserToken sign(Session session) {
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        var key = keys.signing(clock.instant());
        if (key == null) {
            throw GameProblem.TOKEN_KEY_UNAVAILABLE.unavailable();
        }
        var full = now.plus(LIFE);
        var end = session.expiresAt().isBefore(full) ? session.expiresAt().truncatedTo(ChronoUnit.SECONDS) : full;
        var claims = "{\"sub\":\"%s\",\"iat\":%d,\"exp\":%d}"
                .formatted(session.userId(), now.getEpochSecond(), end.getEpochSecond());
        var signed = HEADER + "." + base64url(claims.getBytes(StandardCharsets.US_ASCII));
        var signature = key.value().hmacSha256(signed.getBytes(StandardCharsets.US_ASCII));
        return new UserToken(signed + "." + base64url(signature), end);
    }

    private static String base64url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
