package dev.tigrit.starter.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @Test
    void newestUsableVersionSignsAndAllAreAccepted() {
        var ring = KeyRing.of(List.of(version(1, NOW.minusSeconds(60), null), version(2, NOW.plusSeconds(60), null)));

        assertThat(ring.signing(NOW)).extracting(v -> v.version()).isEqualTo(1L);
        assertThat(ring.signing(NOW.plusSeconds(60)))
                .extracting(v -> v.version())
                .isEqualTo(2L);
        assertThat(ring.accepted(NOW)).extracting(KeyVersion::version).containsExactly(2L, 1L);
    }

    @Test
    void versionPastItsEndIsNeitherAcceptedNorFound() {
        var old = version(1, Instant.EPOCH, NOW);
        var ring = KeyRing.of(List.of(old, version(2, Instant.EPOCH, null)));

        assertThat(ring.accepted(NOW.minusMillis(1))).hasSize(2);
        assertThat(ring.accepted(NOW)).extracting(KeyVersion::version).containsExactly(2L);
        assertThat(ring.withKid(old.kid(), NOW)).isNull();
    }

    @Test
    void olderVersionsAreIgnored() {
        var ring = KeyRing.of(List.of(version(5, Instant.EPOCH, null)));

        assertThat(ring.update(null, List.of(version(4, Instant.EPOCH, null)), NOW))
                .isFalse();
        assertThat(ring.update(null, List.of(version(6, Instant.EPOCH, null)), NOW))
                .isTrue();
        assertThat(ring.accepted(NOW)).extracting(KeyVersion::version).containsExactly(6L);
    }

    @Test
    void laterIncarnationWinsWhateverTheNumbersAndAnEarlierOneIsIgnored() {
        var ring = KeyRing.empty();
        ring.update("1-b", List.of(version(5, Instant.EPOCH, null)), NOW);

        assertThat(ring.update("2-a", List.of(version(1, Instant.EPOCH, null)), NOW))
                .isTrue();
        assertThat(ring.accepted(NOW)).extracting(KeyVersion::version).containsExactly(1L);
        assertThat(ring.update("1-b", List.of(version(9, Instant.EPOCH, null)), NOW))
                .isFalse();
        ring.confirm(NOW.plusSeconds(1));
        assertThat(ring.update("2-a", List.of(version(1, Instant.EPOCH, null)), NOW))
                .isTrue();
        assertThat(ring.update("1-b", List.of(version(9, Instant.EPOCH, null)), NOW))
                .isFalse();
    }

    @Test
    void sourceWithoutIncarnationsTakesTheirPlaceAndGivesItBack() {
        var ring = KeyRing.empty();
        ring.update("2-a", List.of(version(5, Instant.EPOCH, null)), NOW);

        assertThat(ring.update(null, List.of(version(4, Instant.EPOCH, null)), NOW))
                .isTrue();
        assertThat(ring.update(null, List.of(version(3, Instant.EPOCH, null)), NOW))
                .isFalse();
        assertThat(ring.update("1-a", List.of(version(1, Instant.EPOCH, null)), NOW))
                .isTrue();
    }

    @Test
    void sameVersionWithoutItsPreviousDropsThePrevious() {
        var ring = KeyRing.of(List.of(version(1, Instant.EPOCH, null), version(2, Instant.EPOCH, null)));

        assertThat(ring.update(null, List.of(version(2, Instant.EPOCH, null)), NOW))
                .isTrue();
        assertThat(ring.accepted(NOW)).hasSize(1);
    }

    @Test
    void emptyRingSignsNothing() {
        assertThat(KeyRing.empty().signing(NOW)).isNull();
        assertThat(KeyRing.empty().update(null, List.of(), NOW)).isFalse();
    }

    @Test
    void freshnessIsTheTimeSinceTheSourceWasLastHeard() {
        var fed = KeyRing.empty();
        fed.update(null, List.of(version(1, Instant.EPOCH, null)), NOW);

        assertThat(fed.confirmedSince(NOW.plusSeconds(1))).isFalse();
        fed.confirm(NOW.plusSeconds(2));
        assertThat(fed.confirmedSince(NOW.plusSeconds(1))).isTrue();
        assertThat(KeyRing.of(List.of()).confirmedSince(Instant.MAX)).isTrue();
        assertThat(KeyRing.empty().confirmedSince(NOW)).isFalse();
    }

    /** The kid of design 4.3, computed with openssl: printf kid | openssl dgst -sha256 -hmac key. */
    @Test
    void kidIsTheStartOfAnHmacOverTheWordKid() {
        var version = KeyVersion.of(1, Sensitive.ofText("key"), Instant.EPOCH, null);

        assertThat(Integer.toHexString(version.kid())).isEqualTo("5ad7a64f");
    }

    private static KeyVersion version(long number, Instant useAfter, @Nullable Instant notAfter) {
        return KeyVersion.of(number, Sensitive.ofText("key number " + number), useAfter, notAfter);
    }
}
