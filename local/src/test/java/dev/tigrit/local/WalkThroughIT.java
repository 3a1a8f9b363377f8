package dev.tigrit.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.LocalSystem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The README's walk-through, run as somebody would paste it. */
@ExtendWith(TestSystem.class)
class WalkThroughIT {

    private static final Pattern BLOCK = Pattern.compile("<!-- walk-through -->\\n```sh\\n(.*?)```", Pattern.DOTALL);

    private final LocalSystem system;
    private final Path checkout;

    WalkThroughIT(LocalSystem system, @TempDir Path directory) {
        this.system = system;
        this.checkout = directory;
    }

    @Test
    void answersAreThoseThatItPromises() throws Exception {
        // Given a folder that looks like the source tree, with the test's system running in it
        for (var tool : List.of("bash", "curl", "make")) {
            assumeThat(isInstalled(tool)).as(tool).isTrue();
        }
        for (var name : List.of("Makefile", ".mvn", "local")) {
            Files.createSymbolicLink(checkout.resolve(name), TestSystem.ROOT.resolve(name));
        }
        Files.createSymbolicLink(checkout.resolve(".local"), system.folder().path());
        system.env().write(system.folder());
        copyLauncher();

        // When
        var output = run("bash", "-euc", block());

        // Then
        assertThat(output.lines().filter(line -> line.matches("[1-5]\\d\\d")))
                .as(output)
                .containsExactly("200", "200", "200", "204", "401");
        assertThat(output).contains("\"user_id\":\"279058397\"");
    }

    private static String block() throws IOException {
        var block = BLOCK.matcher(Files.readString(TestSystem.ROOT.resolve("README.md")));
        assertThat(block.find()).as("the README has a walk-through").isTrue();
        return block.group(1);
    }

    /** Where `make run` puts it. */
    private void copyLauncher() throws IOException {
        try (var files = Files.list(Path.of("target"))) {
            var jar = files.filter(file -> file.toString().endsWith("-exec.jar"))
                    .findFirst()
                    .orElseThrow();
            var copy = system.folder().path().resolve("launcher.jar");
            Files.deleteIfExists(copy);
            Files.copy(jar, copy);
        }
    }

    private static boolean isInstalled(String tool) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", "command -v " + tool).start().waitFor() == 0;
    }

    private String run(String... command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
