package dev.tigrit.auth.client.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.auth.jwt.IssuerKeys;
import dev.tigrit.auth.jwt.IssuerKeys.Finding;
import dev.tigrit.auth.jwt.KeyAddress;
import dev.tigrit.auth.jwt.KeyHint;
import dev.tigrit.auth.jwt.TestSigner;
import dev.tigrit.starter.jose.Algorithm;
import dev.tigrit.starter.loop.BackgroundLoops;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.reactive.function.client.WebClient;

/** What comes of an issuer that answers, rotates, lies, redirects, hangs or dies; the clock is moved by hand. */
class JwksFeedTest {

    private static final TestSigner FIRST = new TestSigner("ES256", "first");
    private static final TestSigner SECOND = new TestSigner("ES256", "second");
    private static final Duration WAIT = Duration.ofSeconds(20);

    private final IssuerStandIn issuer = new IssuerStandIn();
    private final HandClock clock = new HandClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private JwksFeed feed = feed(Duration.ofSeconds(15));

    JwksFeedTest() {
        feed.report("partner", meters);
    }

    @AfterEach
    void stop() {
        issuer.close();
    }

    @Test
    void keysArriveAndAreNotAskedForAgainBeforeTheirTime() {
        issuer.publish(TestSigner.jwks(FIRST), Map.of());

        look();
        look();
        clock.forward(Duration.ofMinutes(11));
        look();

        assertThat(feed.keys().areKnown()).isTrue();
        assertThat(issuer.asked()).hasSize(1);
        clock.forward(Duration.ofMinutes(4));
        look();
        assertThat(issuer.asked()).hasSize(2);
        assertThat(fetches("replaced")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=300                  | 5",
                "public, max-age=600, x=1     | 10",
                "max-age=0                    | 1",
                "no-store                     | 15",
                "max-age=999999999            | 60",
                "max-age=99999999999999999999 | 60",
                "s-maxage=60                  | 15",
                "max-age=soon                 | 15",
            })
    void cacheControlSetsTheIntervalWithinItsBounds(String header, int minutes) {
        issuer.publish(TestSigner.jwks(FIRST), Map.of("Cache-Control", header));
        look();

        clock.forward(Duration.ofSeconds(minutes * 60L * 79 / 100));
        look();
        assertThat(issuer.asked()).hasSize(1);
        clock.forward(Duration.ofSeconds(minutes * 60L * 12 / 100));
        look();
        assertThat(issuer.asked()).hasSize(2);
    }

    @Test
    void unchangedKeysAreConfirmedByTheirTag() {
        issuer.publish(TestSigner.jwks(FIRST), Map.of("ETag", "\"v1\""));
        look();
        clock.forward(Duration.ofMinutes(14));
        assertThat(age()).isEqualTo(840);
        look();

        assertThat(issuer.asked()).containsExactly("/jwks.json", "/jwks.json \"v1\"");
        assertThat(fetches("unchanged")).isEqualTo(1);
        assertThat(age()).isZero();
        assertThat(check("first")).isEqualTo(Finding.FORGED);
    }

    @Test
    void unknownKeyCausesOneEarlyFetchAfterTheFloor() {
        issuer.publish(TestSigner.jwks(FIRST), Map.of());
        look();
        issuer.publish(TestSigner.jwks(FIRST, SECOND), Map.of());

        for (var i = 0; i < 100; i++) {
            assertThat(check("second")).isEqualTo(Finding.UNKNOWN_KEY);
        }
        look();
        clock.forward(Duration.ofSeconds(29));
        look();
        assertThat(issuer.asked()).hasSize(1);

        clock.forward(Duration.ofSeconds(1));
        look();
        assertThat(issuer.asked()).hasSize(2);
        assertThat(feed.keys().wereMissed()).isFalse();

        clock.forward(Duration.ofSeconds(31));
        look();
        assertThat(issuer.asked()).hasSize(2);
        assertThat(check("second")).isEqualTo(Finding.FORGED);
    }

    @Test
    void failedSignatureUnderAPublishedKidCausesOneEarlyFetchAfterTheFloor() {
        issuer.publish(TestSigner.jwks(FIRST), Map.of("Cache-Control", "max-age=22573"));
        look();
        var replaced = new TestSigner("ES256", "first");
        issuer.publish(TestSigner.jwks(replaced), Map.of("Cache-Control", "max-age=22573"));
        var token = replaced.sign("{}");
        var dot = token.lastIndexOf('.');
        var signed = token.substring(0, dot).getBytes(StandardCharsets.US_ASCII);
        var signature = Base64.getUrlDecoder().decode(token.substring(dot + 1));

        for (var i = 0; i < 100; i++) {
            assertThat(new IssuerKeys(null, List.of(feed.keys()))
                            .check(Algorithm.ES256, new KeyHint("first", Set.of()), signed, signature, clock.instant()))
                    .isEqualTo(Finding.FORGED);
        }
        clock.forward(Duration.ofSeconds(29));
        look();
        assertThat(issuer.asked()).hasSize(1);
        clock.forward(Duration.ofSeconds(1));
        look();
        assertThat(issuer.asked()).hasSize(2);

        assertThat(new IssuerKeys(null, List.of(feed.keys()))
                        .check(Algorithm.ES256, new KeyHint("first", Set.of()), signed, signature, clock.instant()))
                .isEqualTo(Finding.GENUINE);
        clock.forward(Duration.ofMinutes(30));
        look();
        assertThat(issuer.asked()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"gzip", "gzip without a header", "byte order mark", "UTF-16", "no media type", "odd media type"})
    void keysAreReadHoweverTheyAreWrapped(String wrapping) throws IOException {
        var jwks = TestSigner.jwks(FIRST);
        var text = jwks.getBytes(StandardCharsets.UTF_8);
        switch (wrapping) {
            case "gzip" -> issuer.publish(gzip(text), Map.of("Content-Encoding", "gzip"));
            case "gzip without a header" -> issuer.publish(gzip(text), Map.of());
            case "byte order mark" -> issuer.publish("\ufeff" + jwks, Map.of());
            case "UTF-16" -> issuer.publish(("\ufeff" + jwks).getBytes(StandardCharsets.UTF_16LE), Map.of());
            case "odd media type" -> issuer.publish(jwks, Map.of("Content-Type", "jwks"));
            default -> issuer.publish(jwks, Map.of());
        }
        look();

        assertThat(check("first")).isEqualTo(Finding.FORGED);
        assertThat(fetches("replaced")).isEqualTo(1);
    }

    @Test
    void compressedKeysAreBoundedByWhatTheyUnpackTo() throws IOException {
        var small = TestSigner.jwks(FIRST) + " ".repeat(60 * 1024);
        issuer.publish(gzip((small + " ".repeat(8 * 1024)).getBytes(StandardCharsets.UTF_8)), Map.of());
        look();
        assertThat(check("first")).isEqualTo(Finding.UNDECIDED);

        issuer.publish(gzip(small.getBytes(StandardCharsets.UTF_8)), Map.of());
        clock.forward(Duration.ofSeconds(1));
        look();
        assertThat(check("first")).isEqualTo(Finding.FORGED);
    }

    @Test
    void brokenCompressionLeavesTheLastGoodKeys() {
        issuer.publish(TestSigner.jwks(FIRST), Map.of());
        look();
        issuer.publish(new byte[] {0x1f, (byte) 0x8b, 8, 0, 1, 2, 3}, Map.of("Content-Encoding", "gzip"));
        clock.forward(Duration.ofMinutes(15));
        look();

        assertThat(check("first")).isEqualTo(Finding.FORGED);
        assertThat(fetches("unusable")).isEqualTo(1);
    }

    @Test
    void withdrawnKeyIsNoLongerAccepted() {
        issuer.publish(TestSigner.jwks(FIRST, SECOND), Map.of());
        look();
        issuer.publish(TestSigner.jwks(SECOND), Map.of());
        clock.forward(Duration.ofMinutes(15));
        look();

        assertThat(check("first")).isEqualTo(Finding.UNKNOWN_KEY);
        assertThat(check("second")).isEqualTo(Finding.FORGED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sorry", "{}", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"AKP\"}]}", "[", "\"keys\""})
    void garbageLeavesTheLastGoodKeys(String garbage) {
        issuer.publish(TestSigner.jwks(FIRST), Map.of());
        look();
        issuer.publish(garbage, Map.of());
        clock.forward(Duration.ofMinutes(15));
        look();

        assertThat(check("first")).isEqualTo(Finding.FORGED);
        assertThat(fetches("unusable")).isEqualTo(1);
        assertThat(age()).isEqualTo(900);
    }

    @Test
    void moreThanTheLimitLeavesTheLastGoodKeys() {
        issuer.publish(TestSigner.jwks(FIRST), Map.of());
        look();
        issuer.publish(TestSigner.jwks(SECOND) + " ".repeat(64 * 1024), Map.of());
        clock.forward(Duration.ofMinutes(15));
        look();

        assertThat(check("first")).isEqualTo(Finding.FORGED);
        assertThat(fetches("failed")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void redirectIsNotFollowed(int status) {
        try (var other = new IssuerStandIn()) {
            other.publish(TestSigner.jwks(SECOND), Map.of());
            issuer.fail(status, Map.of("Location", other.url().toString()));
            look();

            assertThat(other.asked()).isEmpty();
            assertThat(feed.keys().areKnown()).isFalse();
            assertThat(fetches("failed")).isEqualTo(1);
        }
    }

    @Test
    void outageKeepsTheKeysAndAnUnknownOneIsUndecidedOnceTheyAreOld() {
        issuer.publish(TestSigner.jwks(FIRST), Map.of());
        look();
        issuer.close();
        clock.forward(Duration.ofMinutes(15));
        look();

        assertThat(check("first")).isEqualTo(Finding.FORGED);
        assertThat(check("second")).isEqualTo(Finding.UNKNOWN_KEY);
        clock.forward(Duration.ofSeconds(1));
        assertThat(check("first")).isEqualTo(Finding.FORGED);
        assertThat(check("second")).isEqualTo(Finding.UNDECIDED);
        assertThat(age()).isEqualTo(901);
        assertThat(fetches("failed")).isEqualTo(1);
    }

    @Test
    void issuerThatHangsIsGivenUpInTimeAndAskedAgain() {
        issuer.hang();
        feed = feed(Duration.ofSeconds(1));
        look();
        assertThat(check("first")).isEqualTo(Finding.UNDECIDED);

        issuer.publish(TestSigner.jwks(FIRST), Map.of());
        clock.forward(Duration.ofSeconds(1));
        look();
        assertThat(check("first")).isEqualTo(Finding.FORGED);
    }

    @Test
    void firstKeysAreAwaitedWithGrowingPausesUpToTheFloor() {
        issuer.fail(503, Map.of());
        for (var second = 0; second < 120; second++) {
            look();
            clock.forward(Duration.ofSeconds(1));
        }

        // After 0, 1, 3, 7, 15, 31 seconds, then every 30.
        assertThat(issuer.asked()).hasSize(8);
        assertThat(age()).isNaN();
    }

    @Test
    void answerOfNothingNewWithoutAQuestionIsUnusable() {
        issuer.fail(304, Map.of());
        look();

        assertThat(feed.keys().areKnown()).isFalse();
        assertThat(fetches("unusable")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://issuer.example/jwks",
                "http://127.evil.example/jwks",
                "http://localhost.evil.example/jwks",
                "http://10.0.0.1/jwks",
                "ftp://localhost/jwks",
                "https:///jwks",
                "https://user:pw@issuer.example/jwks",
                "/jwks",
                "file:///etc/passwd",
            })
    void addressThatOthersCouldAnswerForIsRefused(String url) {
        assertThatThrownBy(() -> JwksProperties.requireTrustworthy(URI.create(url), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("pw");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://issuer.example/jwks", "http://localhost:1/x", "http://127.0.0.1/x", "http://[::1]:9/x"})
    void httpsAndLoopbackAreFine(String url) {
        assertThatNoException().isThrownBy(() -> JwksProperties.requireTrustworthy(URI.create(url), false));
    }

    private JwksFeed feed(Duration timeout) {
        var properties = new JwksProperties(Duration.ofMinutes(15), Duration.ofSeconds(30), timeout, "", "", "");
        var address = new KeyAddress(issuer.url(), false, null, null);
        return new JwksFeed(address, properties, WebClient.builder(), clock, new BackgroundLoops());
    }

    private void look() {
        feed.refreshWhenDue().block(WAIT);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        var zipped = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        }
        return zipped.toByteArray();
    }

    /** FORGED says that the key is there. */
    private Finding check(String kid) {
        return new IssuerKeys(null, List.of(feed.keys()))
                .check(Algorithm.ES256, new KeyHint(kid, Set.of()), new byte[] {1}, new byte[64], clock.instant());
    }

    private double age() {
        return meters.get("auth.jwks.age").tag("issuer", "partner").gauge().value();
    }

    private double fetches(String result) {
        return meters.get("auth.jwks.fetches").tag("result", result).counter().count();
    }

    private static final class HandClock extends Clock {

        private volatile Instant now = Instant.parse("2026-11-24T12:00:00Z");

        void forward(Duration time) {
            now = now.plus(time);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
