package dev.tigrit.operator.trust;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.operator.trust.Certificates.Authorities;
import dev.tigrit.operator.trust.TrustMaps.Published;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AuthoritiesTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Duration LIFETIME = Duration.ofDays(300);
    private static final Duration AHEAD = Duration.ofMinutes(10);

    private final Authorities fresh = new Authorities(Issued.authority("test CA", NOW, LIFETIME), null, null);

    private Authorities after(Authorities before, Instant now) {
        return after(before, now, new Published(List.of(), now));
    }

    private Authorities after(Authorities before, Instant now, Published published) {
        return before.advanced("test CA", now, LIFETIME, published, AHEAD);
    }

    @Test
    void youngOneStaysAsItIs() {
        assertThat(after(fresh, NOW.plus(Duration.ofDays(199)))).isEqualTo(fresh);
    }

    @Test
    void nextOneIsTrustedBeforeItSigns() throws Exception {
        var due = NOW.plus(Duration.ofDays(201));

        var announced = after(fresh, due);
        var published = new Published(announced.trusted(), due);
        var early = after(announced, due.plus(AHEAD).minusSeconds(2), published);
        var turned = after(announced, due.plus(AHEAD), published);

        assertThat(announced.current()).isEqualTo(fresh.current());
        assertThat(announced.trusted()).hasSize(2);
        assertThat(early).isEqualTo(announced);
        assertThat(turned.current()).isEqualTo(announced.next());
        assertThat(turned.trusted()).containsExactlyInAnyOrderElementsOf(announced.trusted());
        turned.current()
                .leaf(List.of("a.svc"), due, Duration.ofDays(1))
                .certificate()
                .verify(Objects.requireNonNull(announced.next()).certificate().getPublicKey());
    }

    @Test
    void timeCountsFromPublicationHoweverLongAgoItWasMade() {
        var announced = after(fresh, NOW.plus(Duration.ofDays(201)));
        var later = NOW.plus(Duration.ofDays(220));
        var without = new Published(fresh.trusted(), NOW);

        assertThat(after(announced, later, without)).isEqualTo(announced);
        var published = without.with(announced.trusted(), later);
        assertThat(after(announced, later.plus(AHEAD).minusSeconds(1), published))
                .isEqualTo(announced);
        assertThat(after(announced, later.plus(AHEAD), published).current()).isEqualTo(announced.next());
    }

    @Test
    void publicationThatAddsNothingDoesNotBeginAnew() {
        var announced = after(fresh, NOW.plus(Duration.ofDays(201)));
        var published = new Published(announced.trusted(), NOW);

        assertThat(published.with(fresh.trusted(), NOW.plusSeconds(60)).since()).isEqualTo(NOW);
    }

    @Test
    void previousOneIsForgottenAtItsEnd() {
        var due = NOW.plus(Duration.ofDays(201));
        var announced = after(fresh, due);
        var turned = after(announced, due.plus(AHEAD), new Published(announced.trusted(), due));

        var later = after(turned, NOW.plus(LIFETIME).plusSeconds(1));

        assertThat(turned.previous()).isNotNull();
        assertThat(later.previous()).isNull();
        assertThat(later.current()).isEqualTo(turned.current());
    }

    @Test
    void endedOneIsReplacedAtOnce() {
        var later = after(fresh, NOW.plus(LIFETIME).plusSeconds(1));

        assertThat(later.current()).isNotEqualTo(fresh.current());
        assertThat(later.trusted()).hasSize(1);
    }

    @Test
    void pemIsReadAsItWasWritten() throws Exception {
        var text = Pem.of(fresh.trusted()) + Pem.of(fresh.trusted());

        assertThat(Pem.certificates(text))
                .hasSize(2)
                .containsOnly(fresh.current().certificate());
        assertThat(Pem.key(Pem.of(List.of(fresh.current().key()))))
                .isEqualTo(fresh.current().key());
    }
}
