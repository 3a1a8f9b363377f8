package dev.tigrit.secrets.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.secrets.BundleText;
import dev.tigrit.secrets.secret.InvalidDocumentException;
import dev.tigrit.testkit.ClusterStandIn;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MountedBundleTest {

    private static final Map<String, String> VALUES = new TreeMap<>(Map.of("A", "one", "B", "one"));

    @TempDir
    Path folder;

    @Test
    void mountedFormIsThePushedOneWithTheSameDigest() throws Exception {
        var vectors = Path.of("src/test/resources", "bundle");
        var expected = new Properties();
        try (var in = Files.newInputStream(vectors.resolve("digests.properties"))) {
            expected.load(in);
        }

        var bundle = Objects.requireNonNull(new MountedBundle(vectors.resolve("mounted")).read());

        assertThat(bundle.revision()).isEqualTo(42);
        assertThat(bundle.digest()).isEqualTo(expected.getProperty("bundle"));
    }

    @Test
    void folderThatIsNotThereAndFolderWithoutIndexAreWaitedFor() throws Exception {
        var mounted = new MountedBundle(folder.resolve("bundle"));

        assertThatThrownBy(mounted::read).isInstanceOf(NoSuchFileException.class);
        Files.createDirectory(folder.resolve("bundle"));
        assertThatThrownBy(mounted::read).isInstanceOf(NoSuchFileException.class);

        BundleText.mount(folder.resolve("bundle"), 1, VALUES);
        assertThat(mounted.read()).isNotNull();
        assertThat(mounted.read()).isNull();
    }

    @Test
    void bundleOfNoEntriesIsABundle() throws Exception {
        BundleText.mount(folder, 1, Map.of());

        var bundle = Objects.requireNonNull(new MountedBundle(folder).read());

        assertThat(bundle.byKey()).isEmpty();
    }

    @Test
    void filesThatTheIndexDoesNotNameAreNoPartOfTheBundle() throws Exception {
        var files = new HashMap<>(BundleText.files(2, VALUES));
        files.putAll(BundleText.files(1, Map.of("OLD", "x")).entrySet().stream()
                .filter(file -> !file.getKey().equals("index.json"))
                .collect(HashMap::new, (map, file) -> map.put(file.getKey(), file.getValue()), Map::putAll));
        files.put("shard-99-0000000000000000.json", "garbage");
        ClusterStandIn.mount(folder, files);

        var bundle = Objects.requireNonNull(new MountedBundle(folder).read());

        assertThat(bundle.digests()).containsOnlyKeys("A", "B");
    }

    /** The kubelet updates each source of a projected volume by itself: the new index comes before a new shard. */
    @Test
    void tornShardsAreNotLoadedAndAreTriedAgainUnderTheSameIndex() throws Exception {
        var files = new HashMap<>(BundleText.files(2, VALUES));
        var late = files.keySet().stream()
                .filter(name -> name.startsWith("shard-01"))
                .findFirst()
                .orElseThrow();
        var content = files.remove(late);
        ClusterStandIn.mount(folder, files);
        var mounted = new MountedBundle(folder);

        assertUnusable(mounted, late + ": is not there");

        files.put(late, content);
        ClusterStandIn.mount(folder, files);
        assertThat(mounted.read()).isNotNull();
    }

    @Test
    void shardWithAnotherDigestThanTheIndexSaysIsNotLoaded() throws Exception {
        var files = new HashMap<>(BundleText.files(2, VALUES));
        var changed = files.keySet().stream()
                .filter(name -> name.startsWith("shard-01"))
                .findFirst()
                .orElseThrow();
        files.computeIfPresent(changed, (_, text) -> text.replace("one", "two"));
        ClusterStandIn.mount(folder, files);

        assertUnusable(new MountedBundle(folder), changed + ": has another digest than the index says");
    }

    @Test
    void keyInTwoShardsIsNotLoaded() throws Exception {
        var files = new HashMap<>(BundleText.files(2, Map.of("A", "one")));
        var again = "{\"format\":1,\"entries\":[" + BundleText.entry("A", "two") + "]}";
        var name = "shard-07-" + BundleText.digest(again).substring(0, 16) + ".json";
        files.put(name, again);
        files.computeIfPresent(
                "index.json",
                (_, index) -> index.replace(
                        "\"shards\":[",
                        "\"shards\":[{\"file\":\"" + name + "\",\"digest\":\"" + BundleText.digest(again) + "\"},"));
        ClusterStandIn.mount(folder, files);

        assertUnusable(new MountedBundle(folder), "A: is there twice");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\":1 | \"format\":2 | the format is not one",
                "\"format\":1, | '' | format: is missing",
                "\"revision\":7 | \"revision\":0 | revision: has to be from 1",
                "\"revision\":7 | \"revision\":-1 | revision: has to be from 1",
                "\"revision\":7 | \"revision\":9007199254740992 | revision: has to be from 1",
                "\"revision\":7 | \"revision\":99999999999999999999 | revision: has to be from 1",
                "\"revision\":7 | \"revision\":\"7\" | revision: has to be a whole number",
                "\"revision\":7, | '' | revision: is missing",
                "AAAAAAAA | !!!! | digest_key: has to be 32 bytes",
                "AAAAAAAA | AAAA | digest_key: has to be 32 bytes",
                "shard-00 | ../shard-00 | shards: [0]: each one is",
                "shard-00 | shard-0 | shards: [0]: each one is",
                "\"shards\":[ | \"shards\":[{}, | shards: [0]: file: is missing",
                "]} | ] | is not the documented JSON",
                "]} | ]}{} | something follows",
                "\"format\":1 | \"format\":1,\"format\":1 | is not the documented JSON",
            })
    void indexThatIsNotOneIsNotLoadedAndSaysWhy(String part, String instead, String reason) throws Exception {
        var files = new HashMap<>(BundleText.files(7, Map.of("A", "one")));
        files.computeIfPresent("index.json", (_, index) -> {
            assertThat(index).contains(part);
            return index.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(instead));
        });
        ClusterStandIn.mount(folder, files);

        assertThatThrownBy(new MountedBundle(folder)::read)
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void shardOfAnUnknownFormatIsNotLoaded() throws Exception {
        var shard = "{\"format\":2,\"entries\":{}}";
        var digest = BundleText.digest(shard);
        var name = "shard-00-" + digest.substring(0, 16) + ".json";
        var index = Objects.requireNonNull(BundleText.files(7, Map.of()).get("index.json"))
                .replace("\"shards\":[", "\"shards\":[{\"file\":\"" + name + "\",\"digest\":\"" + digest + "\"}");
        ClusterStandIn.mount(folder, Map.of("index.json", index, name, shard));

        assertUnusable(new MountedBundle(folder), name + ": the format is not one that this release reads");
    }

    @Test
    void pipeInPlaceOfAFileIsRefusedAndNotWaitedFor() throws Exception {
        var made = new ProcessBuilder("mkfifo", folder.resolve("index.json").toString()).start();
        assertThat(made.waitFor()).isZero();

        assertUnusable(new MountedBundle(folder), "index.json: is not a regular file");
    }

    private static void assertUnusable(MountedBundle mounted, String reason) {
        assertThatThrownBy(mounted::read)
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessage(reason);
    }
}
