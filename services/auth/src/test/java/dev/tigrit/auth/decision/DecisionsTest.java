package dev.tigrit.auth.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.auth.audit.LogLines;
import dev.tigrit.auth.audit.TestAudit;
import dev.tigrit.auth.credential.Credential;
import dev.tigrit.auth.credential.TestVerifier;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.jwt.TestTokens;
import dev.tigrit.auth.origin.Origin;
import dev.tigrit.auth.ratelimit.RateLimitProperties;
import dev.tigrit.auth.replay.TestReplayGuard;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class DecisionsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String SECRET = "a secret of more than thirty-two bytes";
    private static final Credential GOOD = new Credential.Jwt(token("\"sub\":\"42\""));
    private static final Credential BAD = new Credential.Jwt(token("\"sub\":\" \""));
    private static final Verdict REFUSED = Verdict.rejected(Reason.USER_INVALID);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final TestAudit audit = new TestAudit(registry);
    private final RateLimitProperties limits =
            new RateLimitProperties(List.of("10.0.0.0/8"), 3, Duration.ofHours(1), 100);

    @Test
    void failuresOverTheLimitAreSaidToBeTooMany() {
        var decisions = decisions();
        fail(decisions, from("198.51.100.1"), 3);

        assertThat(decide(decisions, BAD, from("198.51.100.1")))
                .isInstanceOfSatisfying(
                        Verdict.TooManyFailures.class,
                        limited -> assertThat(limited.retryAfter())
                                .isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20)));
    }

    @Test
    void validCredentialPassesWhileItsAddressIsLimited() {
        var decisions = decisions();
        fail(decisions, from("198.51.100.1"), 5);

        assertThat(decide(decisions, GOOD, from("198.51.100.1"))).isInstanceOf(Verdict.Accepted.class);
    }

    @Test
    void validCredentialsAreNotCounted() {
        var decisions = decisions();
        for (var i = 0; i < 10; i++) {
            decide(decisions, GOOD, from("198.51.100.1"));
        }

        assertThat(decide(decisions, BAD, from("198.51.100.1"))).isEqualTo(REFUSED);
    }

    @Test
    void authenticatedCallerIsNeverLimited() {
        var decisions = decisions();
        for (var i = 0; i < 10; i++) {
            assertThat(decide(decisions, BAD, attempt("198.51.100.1", "default/game", "")))
                    .isEqualTo(REFUSED);
        }
        assertThat(decide(decisions, BAD, from("198.51.100.1"))).isEqualTo(REFUSED);
    }

    @Test
    void forgedForwardedForMovesNoFailureToAnotherAddress() {
        var decisions = decisions();
        for (var i = 0; i < 3; i++) {
            decide(decisions, BAD, attempt("198.51.100.1", null, "203.0.113." + i));
            decide(decisions, BAD, attempt("10.0.0.1", null, "203.0.113." + i + ", 198.51.100.2"));
        }

        assertThat(decide(decisions, BAD, from("198.51.100.1"))).isInstanceOf(Verdict.TooManyFailures.class);
        assertThat(decide(decisions, BAD, from("198.51.100.2"))).isInstanceOf(Verdict.TooManyFailures.class);
        assertThat(decide(decisions, BAD, from("203.0.113.1"))).isEqualTo(REFUSED);
    }

    @Test
    void addressesOfOneIpv6NetworkShareTheirLimit() {
        var decisions = decisions();
        fail(decisions, from("2001:db8::1"), 1);
        fail(decisions, from("2001:db8::2"), 1);
        fail(decisions, from("2001:db8::ffff:ffff:ffff:ffff"), 1);

        assertThat(decide(decisions, BAD, from("2001:db8::3"))).isInstanceOf(Verdict.TooManyFailures.class);
        assertThat(decide(decisions, BAD, from("2001:db8:0:1::3"))).isEqualTo(REFUSED);
    }

    @Test
    void replayedCredentialIsRefused() {
        var decisions = decisions(TestReplayGuard.once());

        assertThat(decide(decisions, GOOD, from("198.51.100.1"))).isInstanceOf(Verdict.Accepted.class);
        assertThat(decide(decisions, GOOD, from("198.51.100.1"))).isEqualTo(Verdict.rejected(Reason.REPLAYED));
        assertThat(decide(decisions, GOOD, new Attempt("forward-auth", null))).isInstanceOf(Verdict.Accepted.class);
        try (var log = LogLines.of("audit")) {
            audit.flush();
            assertThat(log.lines()).hasSize(3).element(1).asString().contains("reason=replayed", "user_id=issuer:42");
        }
    }

    @Test
    void lineSaysWhatWasDecidedAndNotOnWhat() {
        var decisions = decisions();
        try (var log = LogLines.of("audit")) {
            decide(decisions, GOOD, attempt("198.51.100.1", "default/game", ""));
            decide(decisions, BAD, from("198.51.100.1"));
            audit.flush();

            assertThat(log.lines()).hasSize(2).allMatch(line -> line.matches(".* credential=[0-9a-f]{16} .*"));
            assertThat(log.lines().getFirst())
                    .startsWith(
                            "audit credential decision at=2026-11-24T12:00:00Z operation=verify method=jwt result=accepted")
                    .endsWith(" issuer=issuer user_id=issuer:42 caller=default/game");
            assertThat(log.lines().getLast()).contains("result=rejected").endsWith(" reason=user_invalid");
        }
    }

    @Test
    void limitedLineKeepsTheReasonThatTheClientIsNotTold() {
        var decisions = decisions();
        fail(decisions, from("198.51.100.1"), 3);
        try (var log = LogLines.of("audit")) {
            audit.flush();
            decide(decisions, BAD, from("198.51.100.1"));
            audit.flush();

            assertThat(log.lines().getLast()).contains("result=limited").endsWith(" reason=user_invalid");
        }
        assertThat(registry.get("auth.decisions")
                        .tags("result", "limited", "reason", "user_invalid", "method", "jwt", "issuer", "none")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    /** Spellings of one genuine credential have one digest; the digest of another process tells nothing here. */
    @Test
    void digestIsKeyedPerProcess() {
        try (var log = LogLines.of("audit")) {
            decide(decisions(), GOOD, from("198.51.100.1"));
            audit.flush();
            var other = new TestAudit(registry);
            decide(decisions(TestReplayGuard.off(), other), GOOD, from("198.51.100.1"));
            other.flush();

            assertThat(log.lines()).hasSize(2).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\n", "\\r", "\\u2028", "\\u001b[31m", "\\u202e", "\\u0085"})
    void claimWithControlCharactersNamesNobodyAndIsNotWritten(String attack) {
        try (var log = LogLines.of("audit")) {
            decide(
                    decisions(),
                    new Credential.Jwt(token("\"sub\":\"x" + attack + "INFO forged\"")),
                    from("198.51.100.1"));
            audit.flush();

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .matches("[A-Za-z0-9 =:._\\\\-]+")
                    .contains("reason=user_invalid")
                    .doesNotContain("forged", "user_id=");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\\"", " result=accepted"})
    void claimThatWouldForgeALineIsWrittenEscaped(String attack) {
        try (var log = LogLines.of("audit")) {
            decide(
                    decisions(),
                    new Credential.Jwt(token("\"sub\":\"x" + attack + "INFO forged\"")),
                    from("198.51.100.1"));
            audit.flush();

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .matches("[A-Za-z0-9 =:._\\\\-]+ user_id=issuer:x\\\\u[0-9a-f]{4}[A-Za-z0-9\\\\]+");
        }
    }

    @Test
    void countsAndTimesCarryConfiguredNamesOnly() {
        var decisions = decisions();
        decide(decisions, GOOD, from("198.51.100.1"));
        decide(decisions, GOOD, from("198.51.100.1"));
        decide(decisions, BAD, from("198.51.100.1"));

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
        return decisions(replays, audit);
    }

    private Decisions decisions(TestReplayGuard replays, TestAudit to) {
        var verifier = TestVerifier.of(List.of(), SECRET, Duration.ofDays(1));
        return new Decisions(
                verifier,
                replays.guard(),
                new Failures(limits.toLimit(), limits.toTrustedProxies()),
                to.audit(),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static void fail(Decisions decisions, Attempt attempt, int times) {
        for (var i = 0; i < times; i++) {
            decide(decisions, BAD, attempt);
        }
    }

    private static Verdict decide(Decisions decisions, Credential credential, Attempt attempt) {
        Mono<Verdict> decided = decisions.decide(credential, attempt);
        return Objects.requireNonNull(decided.block(Duration.ofSeconds(5)));
    }

    private static Attempt from(String address) {
        return attempt(address, null, "");
    }

    private static Attempt attempt(String address, @Nullable String caller, String forwardedFor) {
        var peer = new InetSocketAddress(InetAddress.ofLiteral(address), 1);
        var origin = new Origin(peer, forwardedFor.isEmpty() ? List.of() : List.of(forwardedFor));
        return new Attempt("verify", caller, origin);
    }

    private static String token(String subject) {
        return TestTokens.hs256(
                SECRET, "{\"alg\":\"HS256\"}", "{" + subject + ",\"exp\":" + (NOW.getEpochSecond() + 600) + "}");
    }
}
