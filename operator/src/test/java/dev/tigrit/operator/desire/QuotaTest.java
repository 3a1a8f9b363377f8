package dev.tigrit.operator.desire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.Encoding;
import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Entry.Claim;
import dev.tigrit.operator.bundle.Incarnation;
import dev.tigrit.operator.bundle.SecretValue;
import dev.tigrit.operator.config.OperatorConfig;
import dev.tigrit.operator.desire.Candidate.Source;
import dev.tigrit.operator.desire.Decision.Desired;
import dev.tigrit.operator.desire.Decision.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What one namespace takes of the bundle, and what is left for the others and for the release itself. */
class QuotaTest {

    private static final Instant NOW = Instant.parse("2026-11-30T00:00:00Z");
    private static final String SIGNING = "SESSION_SIGNING_KEY";
    private static final Bundle NOTHING =
            Bundle.of(Incarnation.NONE, 0, SecretValue.of(new byte[32]), Map.of(), Map.of());
    private static final OperatorConfig GENEROUS = config("{keys: 10000, bytes: 67108864}");

    /** Keys of a tenant that are in the shard of the release's signing key. */
    private static Stream<String> besideTheSigningKey(int keys) {
        return IntStream.iterate(0, number -> number + 1)
                .mapToObj(number -> "TEAM_" + number)
                .filter(key -> Bundle.shardOf(key) == Bundle.shardOf(SIGNING))
                .limit(keys);
    }

    @Test
    void shardThatATenantHasFilledHasRoomForTheReleasesKeys() {
        var tenants = besideTheSigningKey(34).map(key -> candidate("team", key, 30_000));
        var full = desired(NOTHING, GENEROUS, Stream.concat(tenants, Stream.of(candidate("tigrit", SIGNING, 43))));

        var rotated = desired(
                full.bundle(),
                GENEROUS,
                Stream.concat(
                        besideTheSigningKey(34).map(key -> candidate("team", key, 30_000)),
                        Stream.of(candidate("tigrit", SIGNING, 100_000))));

        assertThat(reasons(full, "team")).contains(Reason.SERVED, Reason.BUNDLE_FULL);
        assertThat(reasons(rotated, "tigrit")).containsExactly(Reason.SERVED);
        var signing =
                Objects.requireNonNull(rotated.bundle().entries().get(SIGNING)).entry();
        assertThat(signing.version()).isEqualTo(2);
        assertThat(signing.previous()).hasSize(1);
    }

    @Test
    void manySmallKeysDoNotTakeTheLastPlacesOfAShard() {
        var tenants = besideTheSigningKey(1_100).map(key -> candidate("team", key, 1));

        var desired = desired(NOTHING, GENEROUS, Stream.concat(tenants, Stream.of(candidate("tigrit", SIGNING, 43))));

        assertThat(desired.bundle().entries()).hasSize(Bundle.MAX_SHARD_KEYS - ShardCapacity.RESERVED_KEYS + 1);
        assertThat(desired.bundle().entries()).containsKey(SIGNING);
    }

    @Test
    void keysBeyondTheQuotaAreToldAndThoseBeforeAreServed() {
        var quotas = config("{keys: 3, bytes: 100000, namespaces: {big: {keys: 5}}}");

        var desired = desired(
                NOTHING,
                quotas,
                Stream.of("team", "big", "tigrit")
                        .flatMap(namespace -> IntStream.range(0, 6)
                                .mapToObj(number ->
                                        candidate(namespace, namespace.toUpperCase(Locale.ROOT) + "_" + number, 10))));

        assertThat(reasons(desired, "team")).filteredOn(Reason.SERVED::equals).hasSize(3);
        assertThat(reasons(desired, "team"))
                .filteredOn(Reason.QUOTA_EXCEEDED::equals)
                .hasSize(3);
        assertThat(reasons(desired, "big")).filteredOn(Reason.SERVED::equals).hasSize(5);
        assertThat(reasons(desired, "tigrit")).containsOnly(Reason.SERVED);
        assertThat(desired.verdicts())
                .filteredOn(verdict -> verdict.reason() == Reason.QUOTA_EXCEEDED)
                .first()
                .extracting(Verdict::message)
                .isEqualTo("namespace big may have 5 keys and 100000 bytes in the bundle");
    }

    @Test
    void valueBeyondTheQuotaKeepsTheLastOneAndAnEditBackIsServed() {
        var quotas = config("{keys: 10, bytes: 2000}");
        var first = desired(NOTHING, quotas, Stream.of(candidate("team", "TEAM_A", 100)));

        var beyond = desired(first.bundle(), quotas, Stream.of(candidate("team", "TEAM_A", 3_000)));
        var back = desired(beyond.bundle(), quotas, Stream.of(candidate("team", "TEAM_A", 101)));

        assertThat(beyond.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
            assertThat(verdict.version()).isEqualTo(1);
        });
        assertThat(beyond.isChanged()).isFalse();
        assertThat(reasons(back, "team")).containsExactly(Reason.SERVED);
    }

    @Test
    void quotaThatBecomesSmallerTakesNothingAway() {
        var first =
                desired(NOTHING, GENEROUS, Stream.of(candidate("team", "TEAM_A", 10), candidate("team", "TEAM_B", 10)));

        var smaller = desired(
                first.bundle(),
                config("{keys: 1, bytes: 10}"),
                Stream.of(candidate("team", "TEAM_A", 10), candidate("team", "TEAM_B", 10)));

        assertThat(reasons(smaller, "team")).containsOnly(Reason.SERVED);
        assertThat(smaller.isChanged()).isFalse();
    }

    @Test
    void keysThatComeAndGoDoNotFillTheIndexAndNoVersionGoesBack() {
        var bundle = desired(NOTHING, GENEROUS, Stream.of(candidate("team", "TEAM_FIRST", 10)))
                .bundle();
        for (var round = 0; round < 6; round++) {
            var number = round;
            bundle = desired(
                            bundle,
                            GENEROUS,
                            IntStream.range(0, 500)
                                    .mapToObj(key -> candidate("team", "TEAM_" + number + "_" + key, 10)))
                    .bundle();
        }
        bundle = desired(bundle, GENEROUS, Stream.of()).bundle();
        var again =
                desired(bundle, GENEROUS, Stream.of(candidate("team", "TEAM_FIRST", 10), candidate("team", "NEW", 1)));

        assertThat(bundle.retired()).hasSize(Decision.MAX_RETIRED);
        assertThat(again.bundle().entries().values())
                .allSatisfy(entry -> assertThat(entry.entry().version()).isEqualTo(2));
    }

    private static OperatorConfig config(String quota) {
        return OperatorConfig.parse("""
                {release: tigrit, namespace: tigrit, namespaces: {tigrit: ['*'], team: ['*'], big: ['*']}, quota: %s}""".formatted(quota));
    }

    private static List<Reason> reasons(Desired desired, String namespace) {
        return desired.verdicts().stream()
                .filter(verdict -> verdict.claim().namespace().equals(namespace))
                .map(Verdict::reason)
                .toList();
    }

    private static Desired desired(Bundle stored, OperatorConfig config, Stream<Candidate> candidates) {
        var all = new ArrayList<>(candidates.toList());
        return Decision.desired(new DecisionInput(
                stored,
                true,
                stored.incarnation(),
                all,
                config,
                config.namespaces().keySet(),
                0,
                Map.of(),
                Map.of(),
                NOW));
    }

    private static Candidate candidate(String namespace, String key, int bytes) {
        return new Candidate(
                key,
                new Claim(Claim.MANAGED_SECRET, namespace, key, "uid-" + key),
                1,
                NOW,
                new Source.Value(SecretValue.of("a".repeat(bytes).getBytes(StandardCharsets.US_ASCII))),
                "source",
                false,
                false,
                Encoding.UTF8,
                null,
                Duration.ofHours(1),
                Duration.ofSeconds(60),
                0,
                List.of("internal"));
    }
}
