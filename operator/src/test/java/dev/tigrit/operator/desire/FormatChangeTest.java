package dev.tigrit.operator.desire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.operator.api.v1alpha1.Encoding;
import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.BundleFormat;
import dev.tigrit.operator.bundle.Claim;
import dev.tigrit.operator.bundle.Entry;
import dev.tigrit.operator.bundle.Entry.Previous;
import dev.tigrit.operator.bundle.Rendered;
import dev.tigrit.operator.bundle.SecretValue;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is stored in one format and is to be written in the other. */
class FormatChangeTest {

    private static final SecretValue DIGEST_KEY = SecretValue.random(new SecureRandom());
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final String KEPT = "KEPT_FOR_AN_UNOBSERVED_NAMESPACE";

    private static Claim claim(String namespace) {
        return new Claim(Claim.MANAGED_SECRET, namespace, "name", "uid");
    }

    private static Entry entry(String key, Claim claim, String value, String source) {
        return new Entry(
                key,
                Encoding.UTF8,
                SecretValue.ofText(value, Encoding.UTF8),
                3,
                NOW.minusSeconds(60),
                List.of(new Previous(SecretValue.ofText("before", Encoding.UTF8), 2, NOW.plusSeconds(60))),
                List.of("internal"),
                claim,
                source,
                NOW.minusSeconds(120),
                5,
                false);
    }

    private static Bundle bundle(BundleFormat format, long revision, List<Entry> entries) {
        var rendered = new HashMap<String, Rendered>();
        entries.forEach(entry -> rendered.put(entry.key(), Rendered.of(entry, DIGEST_KEY, format)));
        return Bundle.of(format, revision, DIGEST_KEY, rendered, Map.of("GONE", 4L));
    }

    private static Candidate candidate(Entry entry) {
        return new Candidate(
                entry.key(),
                entry.claim(),
                NOW,
                new Source.Value(entry.value()),
                entry.source(),
                false,
                entry.encoding(),
                null,
                Duration.ofHours(1),
                Duration.ofSeconds(60),
                0,
                entry.readers());
    }

    /** Namespace tigrit is observed and holds what it held; the other one cannot be looked at. */
    private static Desired desired(Bundle stored, BundleFormat format) {
        var candidates = stored.entries().values().stream()
                .map(Rendered::entry)
                .filter(entry -> entry.claim().namespace().equals("tigrit"))
                .map(FormatChangeTest::candidate)
                .toList();
        return Decision.desired(new Situation(
                stored,
                true,
                format,
                candidates,
                Set.of("tigrit", "other"),
                Set.of("tigrit"),
                stored.revision(),
                Map.of(),
                NOW));
    }

    @Test
    void changeAndChangeBackAreNewRevisionsOfTheSameKeys() {
        var entries = List.of(entry("A", claim("tigrit"), "value", "source"), entry(KEPT, claim("other"), "value", ""));
        var stored = bundle(BundleFormat.ONE, 7, entries);

        var two = desired(stored, BundleFormat.TWO);
        var back = desired(two.bundle(), BundleFormat.ONE);

        assertThat(two.isChanged()).isTrue();
        assertThat(two.bundle()).isEqualTo(bundle(BundleFormat.TWO, 8, at(8, entries)));
        assertThat(back.isChanged()).isTrue();
        assertThat(back.bundle()).isEqualTo(bundle(BundleFormat.ONE, 9, at(9, entries)));
        assertThat(two.making()).isEmpty();
        // Synced is of the bundle in the new format, or going back would not be known to be over.
        assertThat(two.verdicts()).singleElement().satisfies(verdict -> {
            assertThat(verdict.reason()).isEqualTo(Reason.SERVED);
            assertThat(verdict.version()).isEqualTo(3);
            assertThat(verdict.revision()).isEqualTo(8);
        });
    }

    private static List<Entry> at(long revision, List<Entry> entries) {
        return entries.stream().map(entry -> entry.withRevision(revision)).toList();
    }

    @Test
    void bundleOfTheConfiguredFormatIsNotWrittenAgain() {
        for (var format : BundleFormat.values()) {
            var stored = bundle(format, 7, List.of(entry("A", claim("tigrit"), "value", "source")));

            assertThat(desired(stored, format).bundle()).isSameAs(stored);
        }
    }

    @Test
    void bundleWithoutAKeyIsWrittenInTheOtherFormatToo() {
        var two = desired(bundle(BundleFormat.ONE, 7, List.of()), BundleFormat.TWO);

        assertThat(two.isChanged()).isTrue();
        assertThat(two.bundle()).isEqualTo(bundle(BundleFormat.TWO, 8, List.of()));
    }

    /** The revision of an entry would be one digit longer: the shard has no room for it, but everything else changes. */
    @Test
    void fullShardChangesItsFormatAllTheSame() {
        var keys = IntStream.range(0, 10_000)
                .mapToObj(number -> "KEY_" + number)
                .filter(key -> Bundle.shardOf(key) == 3)
                .limit(9)
                .toList();
        var entries = new HashMap<String, Entry>();
        keys.forEach(key -> entries.put(key, entry(key, claim("tigrit"), "x".repeat(100 * 1024), "source")));
        var left = Bundle.MAX_SHARD_BYTES
                - bundle(BundleFormat.ONE, 9, List.copyOf(entries.values())).shard(3).stream()
                        .mapToInt(piece -> piece.length)
                        .sum();
        var last = keys.getLast();
        entries.put(last, entry(last, claim("tigrit"), "x".repeat(100 * 1024 + left), "source"));
        var stored = bundle(BundleFormat.ONE, 9, List.copyOf(entries.values()));

        var two = desired(stored, BundleFormat.TWO);

        assertThat(two.bundle()).isEqualTo(bundle(BundleFormat.TWO, 10, List.copyOf(entries.values())));
        assertThat(two.verdicts()).extracting(Verdict::reason).containsOnly(Reason.SERVED);
    }
}
