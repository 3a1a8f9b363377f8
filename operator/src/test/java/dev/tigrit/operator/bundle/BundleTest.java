package dev.tigrit.operator.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.Encoding;
import dev.tigrit.operator.bundle.Bundle.Rendered;
import dev.tigrit.operator.bundle.Entry.Claim;
import dev.tigrit.operator.bundle.Entry.Previous;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BundleTest {

    private static final Incarnation INCARNATION = new Incarnation("1764000000000-0123456789abcdef");
    private static final SecretValue KEY = SecretValue.random();
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    private static Entry entry(String key, String value) {
        return new Entry(
                key,
                Encoding.UTF8,
                SecretValue.ofText(value, Encoding.UTF8),
                3,
                NOW,
                List.of(new Previous(SecretValue.ofText("old \"value\"\n", Encoding.UTF8), 2, NOW.plusSeconds(60))),
                List.of("internal", "ns/sa"),
                new Claim(Claim.MANAGED_SECRET, "ns", "name", "uid"),
                "source",
                NOW,
                7,
                true);
    }

    private static Bundle bundle(long revision, Map<String, String> values) {
        var entries = new HashMap<String, Rendered>();
        values.forEach((key, value) -> entries.put(key, Rendered.of(entry(key, value), KEY)));
        return Bundle.of(INCARNATION, revision, KEY, entries, Map.of());
    }

    private static String text(Rendered rendered) {
        return new String(rendered.json().bytes(), StandardCharsets.UTF_8);
    }

    private static byte[] joined(List<byte[]> pieces) {
        return pieces.stream()
                .map(piece -> new String(piece, StandardCharsets.UTF_8))
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shardsTogetherHoldEveryEntryAsItWas() {
        var values = IntStream.range(0, 200)
                .boxed()
                .collect(Collectors.toMap(number -> "KEY_" + number, number -> "välue \" " + number));
        var bundle = bundle(7, values);

        var read = IntStream.range(0, Bundle.SHARDS)
                .mapToObj(bundle::shard)
                .filter(Objects::nonNull)
                .map(BundleJson::readShard)
                .toList();

        assertThat(read.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(
                        bundle.entries().values().stream().map(Rendered::entry).toList());
    }

    @Test
    void shardIsAsLongAsItWasCounted() {
        var bundle = bundle(7, Map.of("A", "1", "B", "2", "C", "3"));

        for (var number = 0; number < Bundle.SHARDS; number++) {
            var shard = number;
            var inside = bundle.entries().values().stream()
                    .filter(rendered -> Bundle.shardOf(rendered.entry().key()) == shard)
                    .toList();
            assertThat(bundle.shard(number) == null).isEqualTo(inside.isEmpty());
            assertThat(Objects.requireNonNullElseGet(bundle.shard(number), () -> new byte[Bundle.shardBytes(0, 0)]))
                    .hasSize(Bundle.shardBytes(
                            inside.size(),
                            inside.stream()
                                    .mapToInt(rendered -> rendered.json().length())
                                    .sum()));
        }
    }

    /** Digests by another implementation (Python's hmac) of the lines in openapi.yaml of the Secrets service. */
    @Test
    void documentAndDigestsAreThoseOfTheContract() {
        var key = SecretValue.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        var rendered = Rendered.of(entry("A", "välue"), key);

        var bundle = Bundle.of(INCARNATION, 7, key, Map.of("A", rendered), Map.of());

        assertThat(rendered.digest()).isEqualTo("8281208898662044247acf78f649fa503a8c27c4711c1d2006ba7b762b6c6d66");
        assertThat(bundle.digest()).isEqualTo("aef8a9c7c6316225e943109f02b408af5bc3784e1b875e429fea7dfcf41e24de");
        assertThat(new String(joined(bundle.body()), StandardCharsets.UTF_8)).isEqualTo("""
                        {"format":1,"incarnation":"1764000000000-0123456789abcdef","revision":7,"digest_key":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY","entries":[\
                        {"key":"A","encoding":"utf8","value":"välue","version":3,"use_after":"2026-11-25T10:00:00Z",\
                        "previous":[{"value":"old \\"value\\"\\n","version":2,"not_after":"2026-11-25T10:01:00Z"}],\
                        "readers":["internal","ns/sa"],\
                        "claim":{"kind":"ManagedSecret","namespace":"ns","name":"name","uid":"uid"},"source":"source",\
                        "changed_at":"2026-11-25T10:00:00Z","revision":7,"generated":true}]}""");
    }

    @Test
    void digestChangesWithRevisionValueAndReaders() {
        var digest = bundle(7, Map.of("A", "1")).digest();
        var other = Rendered.of(
                entry("A", "1").withOwner(new Claim("Secret", "x", "y", "z"), List.of("internal"), "source", true),
                KEY);

        assertThat(bundle(7, Map.of("A", "1")).digest()).isEqualTo(digest);
        assertThat(bundle(8, Map.of("A", "1")).digest()).isNotEqualTo(digest);
        assertThat(bundle(7, Map.of("A", "2")).digest()).isNotEqualTo(digest);
        assertThat(Bundle.of(INCARNATION, 7, KEY, Map.of("A", other), Map.of()).digest())
                .isNotEqualTo(digest);
    }

    @Test
    void whatIsPrintedHoldsNoValue() {
        var bundle = bundle(7, Map.of("A", "canary"));
        var rendered = bundle.entries().values().iterator().next();

        assertThat(bundle + " " + rendered + " " + rendered.entry() + " "
                        + rendered.entry().value())
                .doesNotContain("canary");
    }

    @Test
    void furtherMembersAreIgnored() {
        var rendered = Rendered.of(entry("A", "1"), KEY);

        var read = BundleJson.readShard(("{\"format\":1,\"further\":{},\"entries\":["
                        + text(rendered).replace("{\"key\"", "{\"further\":[{}],\"key\"") + "]}")
                .getBytes(StandardCharsets.UTF_8));

        assertThat(read).containsExactly(rendered.entry());
    }

    @Test
    void indexOfAnotherFormatIsNotTakenForALostOne() {
        assertThatThrownBy(() -> BundleJson.readIndex("{\"format\":2}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(BundleJson.readIndex("{\"revision\":canary".getBytes(StandardCharsets.UTF_8)))
                .isNull();
        assertThat(BundleJson.readIndex("{\"format\":1}".getBytes(StandardCharsets.UTF_8)))
                .isNull();
        assertThat(BundleJson.readIndex(new byte[0])).isNull();
    }

    @Test
    void indexWithANullShardOrOneThatIsThereTwiceIsNone() {
        var good = new String(BundleJson.write(BundleJson.Index.first(Instant.EPOCH)), StandardCharsets.UTF_8);
        var shard = "{\"file\":\"shard-00-0123456789abcdef.json\",\"digest\":\"00\"}";

        assertThat(index(good, shard)).isNotNull();
        assertThat(index(good, "null")).isNull();
        assertThat(index(good, shard + "," + shard)).isNull();
    }

    private static BundleJson.@Nullable Index index(String good, String shards) {
        assertThat(good).contains("\"shards\":[]");
        return BundleJson.readIndex(
                good.replace("\"shards\":[]", "\"shards\":[" + shards + "]").getBytes(StandardCharsets.UTF_8));
    }
}
