package dev.tigrit.secrets.read;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.secrets.caller.AuditLog;
import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.Secret.Encoding;
import dev.tigrit.secrets.secret.ServedSecret;
import dev.tigrit.starter.key.Sensitive;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SecretReadsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final String VALUE = "the-current-value\u00e9\"\n";
    private static final long REVISION = 100;

    private static final Map<String, Set<String>> READERS = Map.of(
            "A", Set.of("internal"),
            "INTERNAL_API_SECRET", Set.of("internal", "default/game"),
            "B", Set.of("default/game"));

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CurrentCatalogue current = new CurrentCatalogue();
    private final SecretReads reads = new SecretReads(current, new AuditLog(meters), movingClock());

    @Test
    void readerGetsTheRenderedSecret() {
        serve(secret("A", 7, List.of(previous(6, NOW.plusSeconds(60)), previous(5, null))));

        var outcome = reads.read("internal", "A", null, least(null));

        assertThat(outcome).isInstanceOfSatisfying(SecretReads.Outcome.Found.class, found -> {
            assertThat(found.revision()).isEqualTo(REVISION);
            assertThat(new String(found.rendering().body(), UTF_8))
                    .isEqualTo("{\"key\":\"A\",\"encoding\":\"utf8\",\"value\":\"the-current-value\u00e9\\\"\\n\","
                            + "\"version\":7,\"use_after\":\"2026-11-24T12:00:00Z\",\"previous\":["
                            + "{\"value\":\"value 6\",\"version\":6,\"not_after\":\"2026-11-24T12:01:00Z\"},"
                            + "{\"value\":\"value 5\",\"version\":5}]}");
        });
        assertThat(count("granted")).isEqualTo(1);
    }

    @Test
    void base64ValueIsStandardBase64WithPadding() {
        serve(new Secret("A", Encoding.BASE64, Sensitive.of(new byte[] {-1, -2, -3, -1}), 1, NOW, List.of()));

        assertThat(body()).contains("\"encoding\":\"base64\",\"value\":\"//79/w==\"");
    }

    @Test
    void unchangedSecretIsNotRenderedAgain() {
        serve(secret("A", 7, List.of(previous(6, NOW.plusSeconds(60)))));

        assertThat(found().rendering()).isSameAs(found().rendering());
    }

    @Test
    void previousVersionIsLeftOutOnceItsEndHasPassed() {
        serve(secret("A", 7, List.of(previous(6, NOW.plusSeconds(60)))));
        var before = found().rendering();

        now.set(NOW.plusSeconds(60));
        var after = reads.read("internal", "A", before.etag(), least(null));

        assertThat(after).isInstanceOfSatisfying(SecretReads.Outcome.Found.class, found -> {
            assertThat(new String(found.rendering().body(), UTF_8)).endsWith("\"previous\":[]}");
            assertThat(found.rendering().etag()).isNotEqualTo(before.etag());
        });
    }

    @Test
    void atMostFourPreviousVersionsAreGivenOut() {
        serve(secret(
                "A",
                9,
                IntStream.range(0, 6).mapToObj(i -> previous(8 - i, null)).toList()));

        assertThat(body()).contains("\"version\":5}]").doesNotContain("\"version\":4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "W/%s", "*", " * ", "\"x\", %s", "W/\"a,b\" , W/%s,", "\"x\",*"})
    void tagThatTheCallerHoldsIsNotModified(String header) {
        serve(secret("A", 7, List.of()));
        var etag = found().rendering().etag();

        var outcome = reads.read("internal", "A", header.formatted(etag), least(null));

        assertThat(outcome).isEqualTo(new SecretReads.Outcome.NotModified(etag, REVISION));
        assertThat(count("not_modified")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"x\"", "W/", "w/%s", "x%s", "%s;", ",,,"})
    void anyOtherTagIsModified(String header) {
        serve(secret("A", 7, List.of()));

        var outcome =
                reads.read("internal", "A", header.formatted(found().rendering().etag()), least(null));

        assertThat(outcome).isInstanceOf(SecretReads.Outcome.Found.class);
    }

    @Test
    void tagChangesWithVersionKeyPreviousAndTimes() {
        var tags = List.of(
                        secret("A", 7, List.of()),
                        secret("A", 8, List.of()),
                        secret("A", 7, List.of(previous(6, null))),
                        secret("A", 7, List.of(previous(6, NOW.plusSeconds(1)))),
                        new Secret("A", Encoding.BASE64, Sensitive.ofText(VALUE), 7, NOW, List.of()),
                        new Secret("A", Encoding.UTF8, Sensitive.ofText(VALUE), 7, NOW.plusSeconds(1), List.of()),
                        secret("B", 7, List.of()))
                .stream()
                .map(secret -> new ServedSecret(secret, Set.of(), NOW).at(NOW).etag())
                .toList();

        assertThat(tags).doesNotHaveDuplicates().allMatch(tag -> tag.matches("\"[0-9a-f]{32}\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNKNOWN", "B", "INTERNAL_API_SECRET", "a", "", "A/B", "A\u0000", "A\nB", "..", "\u00c4"})
    void unknownUnreadableAndBadNamesAreTheSame(String key) {
        serve(secret("A", 7, List.of()), secret("B", 7, List.of()), secret("INTERNAL_API_SECRET", 7, List.of()));

        var outcome = reads.read("internal", key, "*", least(null));

        assertThat(outcome).isEqualTo(new SecretReads.Outcome.NotFound(REVISION));
    }

    @Test
    void anotherCallerMayReadTheInternalSecret() {
        serve(secret("INTERNAL_API_SECRET", 7, List.of()));

        var outcome = reads.read("default/game", "INTERNAL_API_SECRET", null, least(null));

        assertThat(outcome).isInstanceOf(SecretReads.Outcome.Found.class);
    }

    @Test
    void revisionThatIsNotReachedIsNotYetWhateverTheKey() {
        serve(secret("A", 7, List.of()));

        assertThat(reads.read("internal", "A", null, least("100"))).isInstanceOf(SecretReads.Outcome.Found.class);
        assertThat(reads.read("internal", "A", null, least("101"))).isEqualTo(new SecretReads.Outcome.NotYet(REVISION));
        assertThat(reads.read("internal", "UNKNOWN", null, least("999999999999999999")))
                .isEqualTo(new SecretReads.Outcome.NotYet(REVISION));
    }

    @Test
    void revisionCountsWithinItsIncarnationOnly() {
        var secret = secret("A", 7, List.of());
        current.replace(new Catalogue(
                "1764000000001-0000000000000000",
                REVISION,
                Map.of("A", new ServedSecret(secret, READERS.getOrDefault("A", Set.of()), NOW))));

        assertThat(reads.read(
                        "internal", "A", null, new SecretReads.LeastState("101", "1764000000000-ffffffffffffffff")))
                .isInstanceOf(SecretReads.Outcome.Found.class);
        assertThat(reads.read(
                        "internal", "A", null, new SecretReads.LeastState("101", "1764000000001-0000000000000000")))
                .isInstanceOf(SecretReads.Outcome.NotYet.class);
        assertThat(reads.read(
                        "internal", "A", null, new SecretReads.LeastState("100", "1764000000001-0000000000000000")))
                .isInstanceOf(SecretReads.Outcome.Found.class);
        assertThat(reads.read("internal", "A", null, new SecretReads.LeastState("1", "1764000000001-0000000000000001")))
                .isInstanceOf(SecretReads.Outcome.NotYet.class);
        assertThat(reads.read("internal", "A", null, new SecretReads.LeastState(null, "yesterday")))
                .isEqualTo(new SecretReads.Outcome.MalformedRevision());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "x", "1.0", " 1", "1,2", "9999999999999999999", "\u0661"})
    void revisionThatIsNoNumberIsMalformed(String revision) {
        serve(secret("A", 7, List.of()));

        assertThat(reads.read("internal", "A", null, least(revision)))
                .isEqualTo(new SecretReads.Outcome.MalformedRevision());
    }

    @Test
    void nothingIsKnownBeforeTheFirstLoad() {
        assertThat(reads.read("internal", "A", null, least(null))).isEqualTo(new SecretReads.Outcome.NotYet(0));
    }

    @Test
    void nobodyLearnsNothing() {
        assertThat(reads.read(null, "A", null, least("x"))).isEqualTo(new SecretReads.Outcome.Unauthenticated());
        assertThat(count("unauthenticated")).isEqualTo(1);
    }

    @Test
    void eachReadLeavesOneLineWithoutAValueOrWhatWasTyped(CapturedOutput output) {
        serve(secret("A", 7, List.of()), secret("B", 8, List.of()));

        reads.read("internal", "A", null, least(null));
        reads.read("internal", "B", null, least(null));
        reads.read("internal", "NO", null, least(null));
        reads.read("internal", "evil\nname", null, least(null));
        reads.read(null, "A", null, least(null));

        assertThat(output.getOut().lines().filter(line -> line.contains("secret read")))
                .hasSize(5)
                .satisfiesExactly(
                        line -> assertThat(line).contains("internal", "\"A\"", "7", "granted"),
                        line -> assertThat(line).contains("internal", "\"B\"", "8", "denied"),
                        line -> assertThat(line).contains("internal", "\"NO\"", "0", "unknown"),
                        line -> assertThat(line).contains("internal", "(invalid)", "unknown"),
                        line -> assertThat(line)
                                .contains("\"A\"", "unauthenticated")
                                .doesNotContain("caller"));
        assertThat(output.getOut()).doesNotContain("the-current-value").doesNotContain("evil");
    }

    private Clock movingClock() {
        InstantSource source = now::get;
        return source.withZone(ZoneOffset.UTC);
    }

    private static SecretReads.LeastState least(@Nullable String revision) {
        return new SecretReads.LeastState(revision, null);
    }

    private SecretReads.Outcome.Found found() {
        return (SecretReads.Outcome.Found) reads.read("internal", "A", null, least(null));
    }

    private String body() {
        return new String(found().rendering().body(), UTF_8);
    }

    private double count(String decision) {
        return meters.get("secrets.reads").tag("decision", decision).counter().count();
    }

    private void serve(Secret... secrets) {
        var served = new HashMap<String, ServedSecret>();
        for (var secret : secrets) {
            served.put(secret.key(), new ServedSecret(secret, READERS.getOrDefault(secret.key(), Set.of()), NOW));
        }
        current.replace(new Catalogue(REVISION, served));
    }

    private static Secret secret(String key, long version, List<Secret.Previous> previous) {
        return new Secret(key, Encoding.UTF8, Sensitive.of(VALUE.getBytes(UTF_8)), version, NOW, previous);
    }

    private static Secret.Previous previous(long version, @Nullable Instant notAfter) {
        return new Secret.Previous(Sensitive.ofText("value " + version), version, notAfter);
    }
}
