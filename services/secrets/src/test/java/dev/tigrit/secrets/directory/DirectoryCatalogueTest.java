package dev.tigrit.secrets.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.Secret.Encoding;
import dev.tigrit.secrets.secret.SecretsProperties;
import dev.tigrit.secrets.secret.ServedSecret;
import dev.tigrit.starter.key.Sensitive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class DirectoryCatalogueTest {

    private static final Instant MTIME = Folder.MTIME;
    private static final long MILLIS = MTIME.toEpochMilli();

    @TempDir
    Path path;

    private Folder folder = new Folder(Path.of("."));
    private DirectoryCatalogue directory = catalogueOf(Path.of("."));

    @BeforeEach
    void emptyFolder() {
        folder = new Folder(path);
        directory = catalogueOf(path);
    }

    @Test
    void eachFileWithAKeyNameIsASecret() throws IOException {
        folder.write("A", "one\n").write("B_2", "two\r\n").write("C", "three\n\n");
        folder.write("lower", "x")
                .write(".HIDDEN", "x")
                .write("1ST", "x")
                .write("A.txt", "x")
                .write("D.previous.1", "x");
        Files.createDirectory(path.resolve("SUBFOLDER"));

        var catalogue = directory.load();

        assertThat(catalogue.secrets().values())
                .extracting(
                        served -> served.secret().key(),
                        served -> text(served.secret().value()))
                .containsExactly(tuple("A", "one"), tuple("B_2", "two"), tuple("C", "three\n"));
        assertThat(secret(catalogue, "A")).satisfies(secret -> {
            assertThat(secret.encoding()).isEqualTo(Encoding.UTF8);
            assertThat(secret.version()).isEqualTo(MILLIS);
            assertThat(secret.useAfter()).isEqualTo(MTIME);
            assertThat(secret.previous()).isEmpty();
        });
    }

    @Test
    void newValueGetsItsMtimeAsVersion() throws IOException {
        folder.write("A", "one");
        directory.load();

        folder.write("A", "two", MTIME.plusSeconds(5));

        assertThat(secret(directory.load(), "A").version()).isEqualTo(MILLIS + 5000);
    }

    @Test
    void newValueWithTheSameOrAnOlderMtimeIsNoticedAndGetsAGreaterVersion() throws IOException {
        folder.write("A", "one");
        directory.load();

        folder.write("A", "two");
        var second = secret(directory.load(), "A");
        folder.write("A", "six", MTIME.minusSeconds(60));
        var third = secret(directory.load(), "A");

        assertThat(text(second.value())).isEqualTo("two");
        assertThat(second.version()).isEqualTo(MILLIS + 1);
        assertThat(text(third.value())).isEqualTo("six");
        assertThat(third.version()).isEqualTo(MILLIS + 2);
    }

    @Test
    void touchIsNoChange() throws IOException {
        folder.write("A", "one");
        var before = directory.load();

        folder.touch("A", MTIME.plusSeconds(5));
        var after = directory.load();

        assertThat(after.find("A")).isSameAs(before.find("A"));
        assertThat(after.revision()).isEqualTo(MILLIS + 5000);
    }

    @Test
    void catalogueIsTheSameWhileNothingChanges() throws IOException {
        folder.write("A", "one");

        assertThat(directory.load())
                .isSameAs(directory.load())
                .extracting(Catalogue::revision)
                .isEqualTo(MILLIS);
    }

    @Test
    void revisionGrowsWithEachChangeEvenWhenNoMtimeDoes() throws IOException {
        folder.write("A", "one").write("B", "one");
        var first = directory.load().revision();

        folder.write("A", "two");
        var second = directory.load().revision();

        assertThat(second).isEqualTo(first + 1);
    }

    @Test
    void vanishedFileRemovesItsKeyOnly() throws IOException {
        folder.write("A", "one").write("B", "one");
        directory.load();

        folder.delete("A");
        var catalogue = directory.load();

        assertThat(catalogue.find("A")).isNull();
        assertThat(catalogue.find("B")).isNotNull();
    }

    @Test
    void keyThatComesBackHasAGreaterVersion() throws IOException {
        folder.write("A", "one");
        directory.load();
        folder.delete("A");
        directory.load();

        folder.write("A", "old", MTIME.minusSeconds(9));

        assertThat(secret(directory.load(), "A").version()).isEqualTo(MILLIS + 1);
    }

    @Test
    void previousFilesAreVersionsNewestFirstAndAtMostFour() throws IOException {
        folder.write("A", "current");
        for (var n : List.of(9, 10, 1, 3, 2)) {
            folder.write("A.previous." + n, "value " + n + "\n");
        }

        var secret = secret(directory.load(), "A");

        assertThat(secret.previous()).extracting(Secret.Previous::version).containsExactly(10L, 9L, 3L, 2L);
        assertThat(text(secret.previous().getFirst().value())).isEqualTo("value 10");
        assertThat(secret.useAfter()).isEqualTo(MTIME.plusSeconds(60));
    }

    @Test
    void versionIsGreaterThanEachPreviousOne() throws IOException {
        folder.write("A", "current").write("A.previous." + (MILLIS + 7), "earlier");

        assertThat(secret(directory.load(), "A").version()).isEqualTo(MILLIS + 8);
    }

    @Test
    void metaSaysVersionEncodingAndTimes() throws IOException {
        folder.write("A", new byte[] {(byte) 0xff, '\n'}, MTIME).write("A.previous.6", "p");
        folder.write("A.meta.json", """
                {"version": 7, "encoding": "base64", "use_after": "2026-12-01T02:00:00+02:00",
                 "not_after": "2026-12-02T00:00:00Z", "owner": "somebody"}
                """);

        var secret = secret(directory.load(), "A");

        assertThat(secret.version()).isEqualTo(7);
        assertThat(secret.encoding()).isEqualTo(Encoding.BASE64);
        assertThat(secret.value()).isEqualTo(Sensitive.of(new byte[] {(byte) 0xff, '\n'}));
        assertThat(secret.useAfter()).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(secret.previous().getFirst().notAfter()).isEqualTo("2026-12-02T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{} {}",
                "{\"version\": 0}",
                "{\"version\": \"8\"}",
                "{\"version\": 1.5}",
                "{\"version\": 9007199254740992}",
                "{\"encoding\": \"hex\"}",
                "{\"use_after\": 1}",
                "{\"not_after\": \"tomorrow\"}",
                "{\"version\": 8, \"version\": 9}"
            })
    void badMetaKeepsTheLastGoodValue(String meta) throws IOException {
        folder.write("A", "one").write("B", "one");
        directory.load();

        folder.write("A", "two").write("A.meta.json", meta).write("B", "two");
        var catalogue = directory.load();

        assertThat(text(secret(catalogue, "A").value())).isEqualTo("one");
        assertThat(text(secret(catalogue, "B").value())).isEqualTo("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "x", "01", "1.5", "9007199254740992", "99999999999999999999", ""})
    void previousWithoutAVersionNumberKeepsTheLastGoodValue(String n) throws IOException {
        folder.write("A", "one");
        directory.load();

        folder.write("A", "two").write("A.previous." + n, "zero");

        assertThat(text(secret(directory.load(), "A").value())).isEqualTo("one");
    }

    @Test
    void invalidValuesKeepTheLastGoodOneWithOneWarningPerChange(CapturedOutput output) throws IOException {
        folder.write("A", "one");
        directory.load();

        folder.write("A", new byte[] {'s', 'e', 'c', 'r', (byte) 0xff}, MTIME);
        directory.load();
        directory.load();
        folder.write("A", new byte[DirectoryReader.MAX_FILE_BYTES + 1], MTIME);
        directory.load();
        folder.write("A", "\n");
        var catalogue = directory.load();

        assertThat(text(secret(catalogue, "A").value())).isEqualTo("one");
        assertThat(output.toString().lines().filter(line -> line.contains("WARN")))
                .hasSize(3)
                .noneMatch(line -> line.contains("secr\\"));
    }

    @Test
    void keyThatWasNeverGoodIsNotThere() throws IOException {
        folder.write("A", new byte[] {(byte) 0xff}, MTIME).write("B", "one");

        var catalogue = directory.load();

        assertThat(catalogue.secrets().values())
                .extracting(served -> served.secret().key())
                .containsExactly("B");
    }

    @Test
    void brokenLinkKeepsTheLastGoodValue() throws IOException {
        folder.write("A", "one");
        directory.load();

        folder.delete("A");
        Files.createSymbolicLink(path.resolve("A"), Path.of("nowhere"));

        assertThat(text(secret(directory.load(), "A").value())).isEqualTo("one");
    }

    @Test
    void changedValueNeedsAGreaterVersionInMeta() throws IOException {
        folder.write("A", "one").write("A.meta.json", "{\"version\": 7}");
        directory.load();

        folder.write("A", "two");
        var kept = secret(directory.load(), "A");
        folder.write("A.meta.json", "{\"version\": 8}");
        var taken = secret(directory.load(), "A");

        assertThat(text(kept.value())).isEqualTo("one");
        assertThat(text(taken.value())).isEqualTo("two");
        assertThat(taken.version()).isEqualTo(8);
    }

    @Test
    void internalSecretUnder32BytesIsInvalid() throws IOException {
        folder.write("INTERNAL_API_SECRET", "x".repeat(31) + "\n").write("B", "short");

        var catalogue = directory.load();

        assertThat(catalogue.secrets().values())
                .extracting(served -> served.secret().key())
                .containsExactly("B");
    }

    @Test
    void missingFolderIsNotLoadedUntilItAppears(CapturedOutput output) throws IOException {
        var late = catalogueOf(path.resolve("later"));
        var before = late.load();
        late.load();

        Files.createDirectory(path.resolve("later"));
        var after = late.load();

        assertThat(before.isLoaded()).isFalse();
        assertThat(after.isLoaded()).isTrue();
        assertThat(output.toString().lines().filter(line -> line.contains("WARN")))
                .hasSize(1);
    }

    @Test
    void folderThatVanishesKeepsWhatIsServed() throws IOException {
        folder.write("A", "one");
        var before = directory.load();

        folder.delete("A");
        Files.delete(path);
        var after = directory.load();
        Files.createDirectory(path);

        assertThat(after).isSameAs(before);
    }

    private static DirectoryCatalogue catalogueOf(Path path) {
        return new DirectoryCatalogue(
                new SecretsProperties(path, null, Duration.ofSeconds(1), Map.of()), Clock.fixed(MTIME, ZoneOffset.UTC));
    }

    private static Secret secret(Catalogue catalogue, String key) {
        ServedSecret served = Objects.requireNonNull(catalogue.find(key), key);
        return served.secret();
    }

    private static String text(Sensitive value) {
        return new String(value.copy(), UTF_8);
    }
}
