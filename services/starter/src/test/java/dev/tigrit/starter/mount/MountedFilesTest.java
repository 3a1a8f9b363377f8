package dev.tigrit.starter.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.testkit.ClusterStandIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class MountedFilesTest {

    @TempDir
    private Path directory;

    @Test
    void filesAreReadTogetherAndAgain() {
        var pair = new MountedFiles<>("some.property", directory, List.of("a", "b"), MountedFilesTest::texts);
        assertThat(pair.current()).isNull();

        ClusterStandIn.mount(directory, Map.of("a", "1", "b", "2"));
        assertThat(pair.refresh()).isTrue();
        assertThat(pair.current()).containsExactly("1", "2");

        ClusterStandIn.mount(directory, Map.of("a", "3", "b", "4"));
        assertThat(pair.refresh()).isTrue();
        assertThat(pair.current()).containsExactly("3", "4");
    }

    @Test
    void sameContentIsTheSameObject() {
        ClusterStandIn.mount(directory, Map.of("a", "1"));
        var file = new MountedFiles<>("some.property", directory, List.of("a"), MountedFilesTest::texts);
        var first = file.current();

        ClusterStandIn.mount(directory, Map.of("a", "1"));

        assertThat(file.refresh()).isTrue();
        assertThat(file.current()).isSameAs(first);
    }

    @Test
    void oneMissingFileIsWaitedForAndSaidOnce(CapturedOutput output) {
        ClusterStandIn.mount(directory, Map.of("a", "1"));
        var pair = new MountedFiles<>("some.property", directory, List.of("a", "b"), MountedFilesTest::texts);

        assertThat(pair.refresh()).isFalse();
        assertThat(pair.current()).isNull();
        assertThat(output.getAll().lines().filter(line -> line.contains("some.property")))
                .hasSize(1);
    }

    @Test
    void tokenIsReadFromAPlainFileTooAndNeverPrinted(CapturedOutput output) throws IOException {
        var file = Files.writeString(directory.resolve("token"), "first.token\n");
        var token = MountedFiles.ofToken("some.token-file", file);
        assertThat(token.current()).isEqualTo(Sensitive.ofUtf8("first.token"));

        Files.writeString(file, "second.token");
        assertThat(token.refresh()).isTrue();

        assertThat(token.current()).isEqualTo(Sensitive.ofUtf8("second.token"));
        assertThat(output.getAll() + token.current()).doesNotContain("first.token", "second.token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "two tokens", "a\r\nX-Header: b", "t\u00f6ken"})
    void whatIsNoTokenKeepsTheLastOneAndIsNotQuoted(String garbage, CapturedOutput output) throws IOException {
        var file = Files.writeString(directory.resolve("token"), "good");
        var token = MountedFiles.ofToken("some.token-file", file);

        Files.writeString(file, garbage);

        assertThat(token.refresh()).isFalse();
        assertThat(token.current()).isEqualTo(Sensitive.ofUtf8("good"));
        assertThat(output.getAll()).contains("no token in the file").doesNotContain("X-Header", "two tokens");
    }

    @Test
    void fileThatIsTooLargeOrNoFileKeepsTheLastGoodState() throws IOException {
        var file = Files.writeString(directory.resolve("a"), "1");
        var mounted = MountedFiles.ofFile("some.file", file, bytes -> new String(bytes, StandardCharsets.UTF_8));

        Files.write(file, new byte[1024 * 1024 + 1]);
        assertThat(mounted.refresh()).isFalse();
        Files.delete(file);
        Files.createDirectory(file);
        assertThat(mounted.refresh()).isFalse();

        assertThat(mounted.current()).isEqualTo("1");
    }

    private static List<String> texts(List<byte[]> contents) {
        return contents.stream()
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .toList();
    }
}
