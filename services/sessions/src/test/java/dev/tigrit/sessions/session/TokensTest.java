package dev.tigrit.sessions.session;

import static org.assertj.core.api.Assertions.assertThat;

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
    private final Sensitive secret = Tokens.newSecret(RANDOM);
    private static final Duration FRESH_FOR = Duration.ofSeconds(45);

    private final Tokens tokens = tokens(KeyRing.of(List.of(KEY, OLD)));
    private final String token = tokens.issue(KEY, session, secret, END);

    @Test
    void issuedTokenTellsItsSessionItsSecretsHashAndItsEnd() {
        assertThat(token).hasSize(150).startsWith("ts1_");
        assertThat(tokens.check(token, NOW)).isEqualTo(new Tokens.Check.Genuine(session, Tokens.hashOf(secret)));
    }

    @Test
    void oneFlippedBitAnywhereIsInvalid() {
        var bytes = bytesOf(token);
        for (var bit = 0; bit < bytes.length * 8; bit++) {
            var flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);

            assertThat(tokens.check(Tokens.encode(flipped), NOW)).isInstanceOf(Tokens.Check.Refused.class);
        }
    }

    @Test
    void flippedBitOfTheMacIsForgedAndOfTheKidUnknown() {
        var mac = bytesOf(token);
        mac[mac.length - 1] ^= 1;
        var kid = bytesOf(token);
        kid[1] ^= 1;

        assertThat(tokens.check(Tokens.encode(mac), NOW)).isEqualTo(new Tokens.Check.Refused(Refusal.FORGED));
        assertThat(tokens.check(Tokens.encode(kid), NOW)).isEqualTo(new Tokens.Check.Refused(Refusal.UNKNOWN_KEY));
    }

    @Test
    void oneTextIsOneToken() {
        var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        var head = token.substring(0, token.length() - 1);

        var accepted = alphabet.chars()
                .mapToObj(c -> head + (char) c)
                .filter(candidate -> tokens.check(candidate, NOW) instanceof Tokens.Check.Genuine)
                .toList();

        assertThat(accepted).containsExactly(token);
    }

    static Stream<String> malformed() {
        var ring = KeyRing.of(List.of(KEY));
        var user = SessionId.create("42", RANDOM);
        var sound = tokens(ring).issue(KEY, user, Tokens.newSecret(RANDOM), END);
        var otherVersion = bytesOf(sound);
        otherVersion[0] = 2;
        var otherPrefix = "ts2_" + Tokens.encode(otherVersion).substring(4);
        return Stream.of(
                "",
                "ts1_",
                "ts2_",
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
                Tokens.encode(otherVersion),
                otherPrefix,
                "x".repeat(8000));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void anyOtherFormIsMalformed(String text) {
        assertThat(tokens.check(text, NOW)).isEqualTo(new Tokens.Check.Refused(Refusal.MALFORMED));
    }

    @Test
    void previousKeyStillVerifiesUntilItIsGone() {
        var before = tokens.issue(OLD, session, secret, END);

        assertThat(tokens.check(before, NOW)).isInstanceOf(Tokens.Check.Genuine.class);
        assertThat(tokens(KeyRing.of(List.of(KEY))).check(before, NOW))
                .isEqualTo(new Tokens.Check.Refused(Refusal.UNKNOWN_KEY));
    }

    @Test
    void unknownKidIsUndecidedWhileTheKeysMayBeStale() {
        var ring = KeyRing.empty();
        ring.update(null, List.of(OLD), NOW.minus(FRESH_FOR).minusMillis(1));
        var stale = tokens(ring);

        assertThat(stale.check(token, NOW)).isEqualTo(new Tokens.Check.Undecided());
    }

    @Test
    void withoutAnyKeyNothingIsDecidedOrIssued() {
        var keyless = tokens(KeyRing.empty());

        assertThat(keyless.check(token, NOW)).isEqualTo(new Tokens.Check.Undecided());
        assertThat(keyless.signingKey(NOW)).isNull();
    }

    @Test
    void tokenExpiresWithTheToleranceForClocks() {
        var edge = END.plus(Tokens.CLOCK_TOLERANCE);

        assertThat(tokens.check(token, edge)).isInstanceOf(Tokens.Check.Genuine.class);
        assertThat(tokens.check(token, edge.plusMillis(1))).isInstanceOf(Tokens.Check.Expired.class);
    }

    @Test
    void macCoversALabelAndEverythingBeforeIt() {
        var covered = 77;
        var bytes = bytesOf(token);
        var mac = KEY.value().hmacSha256();
        mac.update("tigrit session token\n".getBytes(StandardCharsets.US_ASCII));

        var expected = mac.doFinal(Arrays.copyOf(bytes, covered));

        assertThat(Arrays.copyOfRange(bytes, covered, bytes.length)).isEqualTo(expected);
    }

    @Test
    void aSuccessorIsDerivedFromTheSecretAndTheSalt() {
        var salt = Tokens.newSecret(RANDOM);

        assertThat(Tokens.successor(token, salt)).isEqualTo(Sensitive.of(secret.hmacSha256(salt.copy())));
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

    private static Tokens tokens(KeyRing ring) {
        return new Tokens(ring, FRESH_FOR);
    }

    private static KeyVersion key(long version, String text) {
        return KeyVersion.of(version, Sensitive.ofText(text), Instant.EPOCH, null);
    }
}
