package dev.tigrit.sessions.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.sessions.Refusal;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokensTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant END = NOW.plusSeconds(3600);
    private static final KeyVersion KEY = key(2, "the signing key of these tests, long enough");
    private static final KeyVersion OLD = key(1, "the key before that one, just as long");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SessionId session = SessionId.create("42", RANDOM);
    private final Sensitive secret = SessionToken.newSecret(RANDOM);
    private static final Duration FRESH_FOR = Duration.ofSeconds(45);

    private final Tokens tokens = new Tokens(KeyRing.of(List.of(KEY, OLD)), FRESH_FOR);
    private final String token = tokens.issue(KEY, session, secret, END);

    @Test
    void issuedTokenTellsItsSessionItsSecretsHashAndItsEnd() {
        var check = tokens.check(token, NOW);

        assertThat(token).hasSize(Tokens.LENGTH).startsWith("ts1_");
        assertThat(check)
                .isEqualTo(new TokenCheck.Genuine(new SessionToken(session, SessionToken.hashOf(secret), END)));
    }

    @Test
    void oneFlippedBitAnywhereIsInvalid() {
        var bytes = bytesOf(token);
        for (var bit = 0; bit < bytes.length * 8; bit++) {
            var flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(tokens.check(textOf(flipped), NOW)).as("bit %d", bit).isInstanceOf(TokenCheck.Refused.class);
        }
    }

    @Test
    void flippedBitOfTheMacIsForgedAndOfTheKidUnknown() {
        var mac = bytesOf(token);
        mac[108] ^= 1;
        var kid = bytesOf(token);
        kid[1] ^= 1;

        assertThat(tokens.check(textOf(mac), NOW)).isEqualTo(new TokenCheck.Refused(Refusal.FORGED));
        assertThat(tokens.check(textOf(kid), NOW)).isEqualTo(new TokenCheck.Refused(Refusal.UNKNOWN_KEY));
    }

    @Test
    void unusedBitsOfTheLastCharacterHaveToBeZero() {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var head = token.substring(0, Tokens.LENGTH - 1);

        var accepted = alphabet.chars()
                .mapToObj(c -> head + (char) c)
                .filter(candidate -> tokens.check(candidate, NOW) instanceof TokenCheck.Genuine)
                .toList();

        assertThat(accepted).containsExactly(token);
    }

    static Stream<String> malformed() {
        var sound = new Tokens(KeyRing.of(List.of(KEY)), FRESH_FOR)
                .issue(KEY, SessionId.create("42", RANDOM), SessionToken.newSecret(RANDOM), END);
        var nextVersion = bytesOf(sound);
        nextVersion[0] = 2;
        return Stream.of(
                "",
                "ts1_",
                sound.substring(0, sound.length() - 1),
                sound + "A",
                sound + "=",
                sound.replace("ts1_", "ts2_"),
                sound.replace("ts1_", "TS1_"),
                " " + sound.substring(1),
                sound.substring(0, 148) + "==",
                sound.substring(0, 149) + "=",
                sound.substring(0, 60) + "+/" + sound.substring(62),
                sound.substring(0, 60) + "\n" + sound.substring(61),
                sound.substring(0, 60) + "\u00e9" + sound.substring(61),
                textOf(nextVersion),
                "x".repeat(8000));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void anyOtherFormIsMalformed(String text) {
        assertThat(tokens.check(text, NOW)).isEqualTo(new TokenCheck.Refused(Refusal.MALFORMED));
    }

    @Test
    void previousKeyStillVerifiesUntilItIsGone() {
        var before = tokens.issue(OLD, session, secret, END);

        assertThat(tokens.check(before, NOW)).isInstanceOf(TokenCheck.Genuine.class);
        assertThat(new Tokens(KeyRing.of(List.of(KEY)), FRESH_FOR).check(before, NOW))
                .isEqualTo(new TokenCheck.Refused(Refusal.UNKNOWN_KEY));
    }

    @Test
    void unknownKidIsUndecidedWhileTheKeysMayBeStale() {
        var ring = KeyRing.empty();
        ring.update(List.of(OLD), NOW.minus(FRESH_FOR).minusMillis(1));
        var stale = new Tokens(ring, FRESH_FOR);

        assertThat(stale.check(token, NOW)).isEqualTo(new TokenCheck.Undecided());
    }

    @Test
    void withoutAnyKeyNothingIsDecidedOrIssued() {
        var keyless = new Tokens(KeyRing.empty(), FRESH_FOR);

        assertThat(keyless.check(token, NOW)).isEqualTo(new TokenCheck.Undecided());
        assertThat(keyless.signingKey(NOW)).isNull();
    }

    @Test
    void tokenExpiresWithTheToleranceForClocks() {
        var edge = END.plus(Tokens.CLOCK_TOLERANCE);

        assertThat(tokens.check(token, edge)).isInstanceOf(TokenCheck.Genuine.class);
        assertThat(tokens.check(token, edge.plusMillis(1))).isInstanceOf(TokenCheck.Expired.class);
    }

    @Test
    void macCoversALabelAndEverythingBeforeIt() {
        var bytes = bytesOf(token);
        var mac = KEY.value().hmacSha256();
        mac.update("tigrit session token\n".getBytes(StandardCharsets.US_ASCII));

        var expected = mac.doFinal(Arrays.copyOf(bytes, 77));

        assertThat(Arrays.copyOfRange(bytes, 77, 109)).isEqualTo(expected);
    }

    @Test
    void nothingOfATokenIsPrinted() {
        var check = tokens.check(token, NOW);

        assertThat(check.toString()).contains("***").doesNotContain(session.text(), token);
    }

    @Test
    void sessionsOfOneUserShareTheFirstHalfOfTheirIds() {
        var other = SessionId.create("42", RANDOM);

        assertThat(other.text()).hasSize(43).startsWith(session.text().substring(0, 21));
        assertThat(other).isNotEqualTo(session);
    }

    private static byte[] bytesOf(String token) {
        return Base64.getUrlDecoder().decode(token.substring(4));
    }

    private static String textOf(byte[] bytes) {
        return "ts1_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyVersion key(long version, String text) {
        return KeyVersion.of(version, Sensitive.ofText(text), Instant.EPOCH, null);
    }
}
