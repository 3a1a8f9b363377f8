package dev.tigrit.auth.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.replay.ReplayProperties.Mode;
import dev.tigrit.auth.replay.ReplayProperties.OnOutage;
import dev.tigrit.starter.key.Sensitive;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class ReplayGuardTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Sensitive URL = Sensitive.valueOf("redis://user:of-the-password@localhost");
    private static final Duration TIMEOUT = Duration.ofMillis(250);
    private static final Verdict REPLAYED = Verdict.rejected(Reason.REPLAYED);

    private final UsedInMemory memory = new UsedInMemory();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void onceLetsACredentialPassOnce() {
        var guard = guard(Mode.ONCE, OnOutage.REFUSE);

        answers(guard, accepted("a"), accepted("a"));
        answers(guard, accepted("a"), REPLAYED);
        answers(guard, accepted("b"), accepted("b"));
    }

    @Test
    void outageRefusesOrAcceptsAsConfigured() {
        memory.goAway();

        answers(guard(Mode.ONCE, OnOutage.REFUSE), accepted("a"), new Verdict.GuardUnavailable());
        answers(guard(Mode.ONCE, OnOutage.ACCEPT), accepted("a"), accepted("a"));
        assertThat(registry.get("auth.replay")
                        .tag("seen", "unavailable")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    /** A tolerance on exp, or another replica's slow clock, must not outlive the memory. */
    @Test
    void credentialIsRememberedLongerThanItIsAccepted() {
        var guard = guard(Mode.ONCE, OnOutage.REFUSE);

        answers(guard, accepted("a"), accepted("a"));
        assertThat(memory.lastLifetime()).isEqualTo(Duration.ofMinutes(12));
        StepVerifier.create(guard.check(accepted("b"), NOW.plusSeconds(601)))
                .expectNext(Verdict.rejected(Reason.EXPIRED))
                .expectComplete()
                .verify(Duration.ofSeconds(5));
    }

    @Test
    void onlySignInsAreGuarded() {
        var guard = guard(Mode.ONCE, OnOutage.REFUSE);

        assertThat(List.of("verify", "ensure-user")).allMatch(guard::guards);
        assertThat(List.of("introspect", "forward-auth")).noneMatch(guard::guards);
        assertThat(guard(Mode.OFF, OnOutage.REFUSE).guards("verify")).isFalse();
    }

    @Test
    void incompleteConfigurationIsNamed() {
        assertThatThrownBy(() -> new ReplayProperties(Mode.ONCE, null, OnOutage.REFUSE, TIMEOUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("auth.replay.redis-url");
        assertThatThrownBy(() -> new ReplayProperties(Mode.ONCE, URL, null, TIMEOUT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("auth.replay.on-outage");
        assertThat(new ReplayProperties(Mode.ONCE, URL, OnOutage.REFUSE, TIMEOUT).toString())
                .doesNotContain("of-the-password");
    }

    private ReplayGuard guard(Mode mode, OnOutage onOutage) {
        return new ReplayGuard(new ReplayProperties(mode, URL, onOutage, TIMEOUT), memory, registry);
    }

    private static void answers(ReplayGuard guard, Verdict.Accepted presented, Verdict expected) {
        StepVerifier.create(guard.check(presented, NOW))
                .expectNext(expected)
                .expectComplete()
                .verify(Duration.ofSeconds(5));
    }

    private static Verdict.Accepted accepted(String signed) {
        return new Verdict.Accepted(new Identity(
                "42",
                Identity.Method.JWT,
                null,
                "issuer",
                NOW,
                NOW.plusSeconds(600),
                Identity.digest("issuer", signed.getBytes(StandardCharsets.UTF_8)),
                TelegramUser.ofId("42")));
    }
}
