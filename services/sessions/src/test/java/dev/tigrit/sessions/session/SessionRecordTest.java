package dev.tigrit.sessions.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.sessions.session.SessionRecord.Details;
import dev.tigrit.sessions.session.SessionRecord.Times;
import dev.tigrit.sessions.session.SessionRecord.TokenHashes;
import dev.tigrit.starter.key.Sensitive;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SessionRecordTest {

    private static final Instant CREATED = Instant.parse("2026-11-24T12:00:00.123Z");
    private static final Times TIMES = new Times(
            CREATED,
            CREATED.plusSeconds(86_400),
            CREATED.plusSeconds(3_600),
            Duration.ofHours(1),
            CREATED.plusSeconds(1));
    private static final byte[] HASH = new byte[32];

    private static final byte[] PREVIOUS = new byte[32];

    static {
        Arrays.fill(HASH, (byte) 7);
        Arrays.fill(PREVIOUS, (byte) 8);
    }

    @Test
    void recordReadsBackWhatWasPacked() {
        var details = new Details("issuer:\u00fc{}\ud83d\ude00", "a phone", "2001:db8::1", "{\"a\":\"b\"}");

        var record = SessionRecord.unpack(packed(details));

        assertThat(record)
                .isEqualTo(new SessionRecord(
                        TIMES,
                        new TokenHashes(Sensitive.of(HASH), Sensitive.of(PREVIOUS), CREATED.plusSeconds(5)),
                        details));
    }

    @Test
    void detailsThatWereNotGivenAreAbsent() {
        var details = new Details("42", null, null, null);

        assertThat(SessionRecord.unpack(packed(details)).details()).isEqualTo(details);
    }

    @Test
    void lengthsBeyondAByteSurvive() {
        var details = new Details("u".repeat(256), "d".repeat(512), null, "{\"a\":\"" + "x".repeat(2040) + "\"}");

        assertThat(SessionRecord.unpack(packed(details)).details()).isEqualTo(details);
    }

    @Test
    void unknownVersionAndEveryCutAreUnavailableNotAVerdict() {
        var whole = packed(new Details("42", "a phone", "192.0.2.1", "{}"));
        var next = whole.clone();
        next[0] = 2;

        assertThatThrownBy(() -> SessionRecord.unpack(next)).isInstanceOf(StoreUnavailableException.class);
        for (var length = 0; length < whole.length; length++) {
            var cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> SessionRecord.unpack(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void extensionIsDueAfterTheThrottleWindow() {
        assertThat(TIMES.extendAfter(Duration.ofSeconds(60))).isEqualTo(CREATED.plusSeconds(61));
    }

    @Test
    void extensionIsDueAfterHalfTheIdleTimeWhenTheWindowIsLonger() {
        assertThat(TIMES.extendAfter(Duration.ofHours(5))).isEqualTo(CREATED.plusSeconds(1801));
    }

    @Test
    void nothingIsLeftToExtendOnceTheIdleDeadlineIsTheAbsoluteOne() {
        var end = TIMES.absoluteDeadline();
        var atTheEnd = new Times(CREATED, end, end, Duration.ofDays(1), CREATED);

        assertThat(atTheEnd.extendAfter(Duration.ofSeconds(60))).isEqualTo(end);
    }

    @Test
    void previousSecretIsAcceptedUntilItsDeadlineAndNotAMomentLonger() {
        var secrets = new TokenHashes(Sensitive.of(HASH), Sensitive.of(PREVIOUS), CREATED);

        assertThat(secrets.accept(Sensitive.of(HASH), CREATED.plusSeconds(9))).isTrue();
        assertThat(secrets.accept(Sensitive.of(PREVIOUS), CREATED.minusMillis(1)))
                .isTrue();
        assertThat(secrets.accept(Sensitive.of(PREVIOUS), CREATED)).isFalse();
    }

    static byte[] packed(Details details) {
        var tail = details.pack();
        return ByteBuffer.allocate(153 + tail.length)
                .put((byte) 1)
                .putLong(TIMES.created().toEpochMilli())
                .putLong(TIMES.absoluteDeadline().toEpochMilli())
                .putLong(TIMES.idleDeadline().toEpochMilli())
                .putLong(TIMES.idleTtl().toMillis())
                .putLong(TIMES.lastExtended().toEpochMilli())
                .put(HASH)
                .put(PREVIOUS)
                .putLong(CREATED.plusSeconds(5).toEpochMilli())
                .put(153, tail)
                .array();
    }
}
