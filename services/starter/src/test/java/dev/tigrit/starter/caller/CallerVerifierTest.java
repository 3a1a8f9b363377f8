package dev.tigrit.starter.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerVerifierTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String CURRENT = "current-internal-secret-of-32-bytes!";
    private static final String PREVIOUS = "previous-internal-secret-of-32-bytes";
    private static final String ENDED = "ended-internal-secret-of-over-32-bytes";

    private final CallerVerifier verifier = new CallerVerifier(
            KeyRing.of(List.of(
                    KeyVersion.of(3, Sensitive.ofText(CURRENT), NOW.plusSeconds(60), null),
                    KeyVersion.of(2, Sensitive.ofText(PREVIOUS), Instant.EPOCH, NOW.plusSeconds(1)),
                    KeyVersion.of(1, Sensitive.ofText(ENDED), Instant.EPOCH, NOW))),
            _ -> null,
            Clock.fixed(NOW, ZoneOffset.UTC));

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + CURRENT, "bearer " + CURRENT, "Bearer " + PREVIOUS})
    void acceptedVersionIsTheInternalCaller(String authorization) {
        assertThat(verifier.verify(authorization)).isEqualTo(new Caller("internal", Instant.MAX));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "Bearer", "Bearer ", CURRENT, "Basic " + CURRENT, "Bearer x" + CURRENT, "Bearer " + ENDED})
    void anythingElseIsNobody(String authorization) {
        assertThat(verifier.verify(authorization)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "internal:" + CURRENT,
                "internal:" + PREVIOUS,
                "internal:current%2Dinternal%2Dsecret%2Dof%2D32%2Dbytes%21",
                "%69nternal:" + CURRENT,
            })
    void clientMayUseBasic(String pair) {
        assertThat(verifier.verifyClient("Basic " + base64(pair))).isEqualTo(new Caller("internal", Instant.MAX));
        assertThat(verifier.verifyClient("bASIC  " + base64(pair))).isEqualTo(new Caller("internal", Instant.MAX));
        assertThat(verifier.verify("Basic " + base64(pair))).isNull();
    }

    /** A password with characters that mean something in a form is taken as it is, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a+b%41c%zz:d-of-more-than-thirty-two-bytes",
                "пароль-из-более-чем-тридцати-двух-байт",
                "with a space, of more than 32 bytes"
            })
    void passwordMayBeEncodedOrNot(String secret) {
        var other = new CallerVerifier(
                KeyRing.of(List.of(KeyVersion.of(1, Sensitive.ofText(secret), Instant.EPOCH, null))),
                _ -> null,
                Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(other.verifyClient("Basic " + base64("internal:" + secret))).isNotNull();
        assertThat(other.verifyClient(
                        "Basic " + base64("internal:" + URLEncoder.encode(secret, StandardCharsets.UTF_8))))
                .isNotNull();
        assertThat(other.verifyClient("Bearer " + secret)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "internal",
                "internal:",
                "internal:x",
                ":" + CURRENT,
                "Internal:" + CURRENT,
                "internal:" + ENDED,
                "internal:" + CURRENT + "x",
                CURRENT + ":internal",
                "other:" + CURRENT,
            })
    void otherPairIsNobody(String pair) {
        assertThat(verifier.verifyClient("Basic " + base64(pair))).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", "Basic", "Basic ", "Basic !!!", "Basic internal:" + CURRENT, "Digest x", "Basic /////w=="})
    void garbageIsNobodysBasic(String authorization) {
        assertThat(verifier.verifyClient(authorization)).isNull();
    }

    private static String base64(String pair) {
        return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void emptyRingAuthenticatesNobody() {
        var nobody = new CallerVerifier(KeyRing.empty(), _ -> null, Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(nobody.verify("Bearer ")).isNull();
        assertThat(nobody.verify("Bearer " + CURRENT)).isNull();
    }

    @Test
    void tokenThatIsNotTheInternalKeyIsAskedForItsServiceAccount() {
        var bot = new Caller("tigrit/tigrit-bot", NOW.plusSeconds(600));
        var both = new CallerVerifier(
                KeyRing.of(List.of(KeyVersion.of(1, Sensitive.ofText(CURRENT), Instant.EPOCH, null))),
                token -> token.equals("of-the-bot") ? bot : null,
                Clock.fixed(NOW, ZoneOffset.UTC));

        assertThat(both.verify("Bearer of-the-bot")).isEqualTo(bot);
        assertThat(both.verify("Bearer " + CURRENT)).isEqualTo(new Caller("internal", Instant.MAX));
        assertThat(both.verify("Bearer of-nobody")).isNull();
        assertThat(both.verify("Basic of-the-bot")).isNull();
    }

    @Test
    void timeLeftFitsATimer() {
        assertThat(new Caller("a/b", NOW.plusSeconds(7)).timeLeft(NOW)).hasSeconds(7);
        assertThat(new Caller("a/b", NOW.minusSeconds(7)).timeLeft(NOW)).isZero();
        assertThat(new Caller("internal", Instant.MAX).timeLeft(NOW)).hasDays(365);
    }
}
