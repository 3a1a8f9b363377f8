package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.bundle.BundleJson;
import dev.tigrit.operator.testkit.NeedsApiServer;
import dev.tigrit.operator.testkit.StandIn;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One of two replicas says what cannot be: the other one is served, and the stored bundle does not become what was said. */
@NeedsApiServer
class LyingReplicaIT {

    private static final String DIGEST = "0".repeat(64);

    private Release release;
    private Operator operator;
    private StandIn honest;
    private StandIn liar;

    @BeforeEach
    void install() throws Exception {
        release = new Release("liar");
        operator = release.operator();
        honest = release.replica();
        release.labelled("bot", Map.of("BOT", "42:one"));
        release.managed("bot", "{key: BOT, secretRef: {name: bot}, readers: [internal]}");
        release.awaitServed("BOT", "42:one");
        liar = release.replica();
        release.awaitServed("BOT", "42:one");
    }

    @AfterEach
    void uninstall() {
        release.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740991",
                "9007199254740990",
                "1000000000000",
                "9223372036854775807",
                "9223372036854775808",
                "-1",
                "1e300",
                "\"7\""
            })
    void revisionThatCannotBeIsNotTakenOver(String revision) {
        liar.say(() -> report(revision, "[]"));

        assertIsLeftOut();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9007199254740991", "4611686018427387904", "0"})
    void versionThatCannotBeIsNotTakenOver(String version) {
        liar.say(() -> report(
                Long.toString(index().revision() + 1),
                "[{\"key\":\"BOT\",\"version\":%s,\"digest\":\"%s\"}]".formatted(version, DIGEST)));

        assertIsLeftOut();
        assertThat(Objects.requireNonNull(honest.entry("BOT")).path("version").asLong())
                .isLessThan(10);
    }

    @Test
    void answerWithoutEndIsCutOff() {
        liar.sayWithoutEnd();

        assertIsLeftOut();
    }

    @Test
    void moreKeysThanABundleHasAreNotKept() {
        liar.say(() -> report(Long.toString(index().revision() + 1), invented(60_000)));

        assertIsLeftOut();
    }

    @Test
    void inventedKeysAreNotRemembered() {
        liar.say(() -> report("9", invented(10_000)));

        await().atMost(Duration.ofSeconds(20)).until(() -> index().revision() >= 10);
        assertThat(index().retired()).isEmpty();
    }

    @Test
    void replicaThatIsAheadAgainAndAgainIsNotFollowed() {
        liar.say(() -> report(Long.toString(index().revision() + 1), "[]"));

        assertIsLeftOut();
    }

    /** Of the incarnation that is stored. */
    private String report(String revision, String keys) {
        return report(index().incarnation().text(), revision, keys);
    }

    private static String report(String incarnation, String revision, String keys) {
        return "{\"formats\":[1],\"incarnation\":\"%s\",\"revision\":%s,\"digest\":\"%s\",\"keys\":%s}"
                .formatted(incarnation, revision, DIGEST, keys);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9999999999999-ffffffffffffffff", "tomorrow", ""})
    void incarnationThatCannotBeIsNotTakenOver(String incarnation) {
        liar.say(() -> report(incarnation, "1", "[]"));

        assertIsLeftOut();
        assertThat(index().incarnation().began()).isBefore(Instant.now());
    }

    private static String invented(int keys) {
        return IntStream.range(0, keys)
                .mapToObj(number -> "{\"key\":\"K_%d\",\"version\":1,\"digest\":\"%s\"}".formatted(number, DIGEST))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private void assertIsLeftOut() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(operator.metrics().scrape()).contains("tigrit_operator_replicas_doubted 1.0"));
        release.labelled("bot", Map.of("BOT", "42:two"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(honest.value("BOT")).isEqualTo("42:two"));
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(release.status("bot").endpoints()).isEqualTo("1/2");
            assertThat(release.reason("bot", "Synced")).isEqualTo("ReplicaNotBelieved");
            assertThat(release.status("bot").conditions())
                    .anySatisfy(condition -> assertThat(condition.getMessage())
                            .contains(Release.address() + ":" + liar.port() + " is not believed: it"));
        });
        assertThat(index().revision()).isLessThan(20);
    }

    private BundleJson.Index index() {
        var stored = Objects.requireNonNull(release.secret("tigrit-secrets-bundle"));
        return Objects.requireNonNull(
                BundleJson.readIndex(Base64.getDecoder().decode(stored.getData().get("index.json"))));
    }
}
