package dev.tigrit.auth.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.auth.identity.Identity.Method;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.jwt.TestTokens;
import dev.tigrit.auth.replay.TestReplayGuard;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.log.References;
import dev.tigrit.testkit.LogLines;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class DecisionsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final KeyVersion KEY = KeyVersion.of(1, Sensitive.of(new byte[32]), Instant.EPOCH, null);
    private static final Credential GOOD = new Credential(Method.JWT, token("\"sub\":\"42\""), null);
    private static final Credential BAD = new Credential(Method.JWT, token("\"sub\":\" \""), null);
    private static final String VERIFY = "verify";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final References references = new References(() -> KEY);

    @Test
    void replayedCredentialIsRefused() {
        var decisions = decisions(TestReplayGuard.once());

        try (var log = LogLines.of("audit")) {
            assertThat(decide(decisions, GOOD, VERIFY, null)).isInstanceOf(Verdict.Accepted.class);
            assertThat(decide(decisions, GOOD, VERIFY, null)).isEqualTo(Verdict.rejected(Reason.REPLAYED));
            assertThat(decide(decisions, GOOD, "forward-auth", null)).isInstanceOf(Verdict.Accepted.class);
            assertThat(log.lines())
                    .hasSize(3)
                    .element(1)
                    .asString()
                    .contains("reason=replayed", "user=" + references.of("user", "issuer:42"));
        }
    }

    @Test
    void lineSaysWhatWasDecidedAndNotOnWhat() {
        var decisions = decisions();
        try (var log = LogLines.of("audit")) {
            decide(decisions, GOOD, "verify", "default/game");
            decide(decisions, BAD, VERIFY, null);

            assertThat(log.lines())
                    .hasSize(2)
                    .allMatch(line -> line.matches(".* credential=[0-9a-f]{8}[.][A-Za-z0-9_-]{16}"));
            assertThat(log.lines().getFirst())
                    .startsWith(
                            "audit credential decision operation=verify method=jwt result=accepted caller=default/game"
                                    + " issuer=issuer user=" + references.of("user", "issuer:42"))
                    .doesNotContain("42");
            assertThat(log.lines().getLast()).contains("result=rejected reason=user_invalid");
        }
    }

    /** One credential has one reference on every replica; without the key the reference tells nothing. */
    @Test
    void referenceOfACredentialIsKeyed() {
        try (var log = LogLines.of("audit")) {
            decide(decisions(), GOOD, VERIFY, null);
            decide(decisions(), GOOD, VERIFY, null);
            decide(decisions(TestReplayGuard.off(), new References(() -> null)), GOOD, VERIFY, null);

            assertThat(log.lines()).hasSize(3);
            assertThat(Set.copyOf(log.lines())).hasSize(2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\n", "\\r", "\\u2028", "\\u001b[31m", "\\u202e", "\\u0085"})
    void claimWithControlCharactersNamesNobodyAndIsNotWritten(String attack) {
        try (var log = LogLines.of("audit")) {
            decide(
                    decisions(),
                    new Credential(Method.JWT, token("\"sub\":\"x" + attack + "INFO forged\""), null),
                    VERIFY,
                    null);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .matches("[A-Za-z0-9 =:._\\\\-]+")
                    .contains("reason=user_invalid")
                    .doesNotContain("forged", "user=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\\"", " result=accepted"})
    void claimThatWouldForgeALineIsNotWritten(String attack) {
        try (var log = LogLines.of("audit")) {
            decide(
                    decisions(),
                    new Credential(Method.JWT, token("\"sub\":\"x" + attack + "INFO forged\""), null),
                    VERIFY,
                    null);

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains(" user=")
                    .doesNotContain("forged");
        }
    }

    @Test
    void countsAndTimesCarryConfiguredNamesOnly() {
        var decisions = decisions();
        decide(decisions, GOOD, VERIFY, null);
        decide(decisions, GOOD, VERIFY, null);
        decide(decisions, BAD, VERIFY, null);

        assertThat(registry.get("auth.decisions")
                        .tags(
                                "result",
                                "accepted",
                                "method",
                                "jwt",
                                "issuer",
                                "issuer",
                                "bot",
                                "none",
                                "reason",
                                "none")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("auth.decision.duration")
                        .tag("method", "jwt")
                        .timer()
                        .count())
                .isEqualTo(3);
        assertThat(registry.find("auth.decisions").counters()).hasSize(2);
    }

    private Decisions decisions() {
        return decisions(TestReplayGuard.off());
    }

    private Decisions decisions(TestReplayGuard replays) {
        return decisions(replays, references);
    }

    private Decisions decisions(TestReplayGuard replays, References to) {
        var verifier = TestVerifier.of(List.of(), SECRET, Duration.ofDays(1));
        return new Decisions(verifier, replays.guard(), new Audit(to, registry), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Verdict decide(
            Decisions decisions, Credential credential, String operation, @Nullable String caller) {
        Mono<Verdict> decided = decisions.decide(credential, operation, caller);
        return Objects.requireNonNull(decided.block(Duration.ofSeconds(5)));
    }

    private static String token(String subject) {
        return TestTokens.hs256(
                SECRET, "{\"alg\":\"HS256\"}", "{" + subject + ",\"exp\":" + (NOW.getEpochSecond() + 600) + "}");
    }
}
