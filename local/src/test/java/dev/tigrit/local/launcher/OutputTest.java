package dev.tigrit.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void namesHaveOneWidth() {
        // Given
        var output = new Output(stream, false);

        // When
        output.line("auth", "one");
        output.line("sessions", "two");

        // Then
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("auth         | one\nsessions     | two\n");
    }

    @Test
    void onlyTheNameIsColoured() {
        // Given
        var output = new Output(stream, true);

        // When
        output.line("auth", "one");

        // Then
        assertThat(bytes.toString(StandardCharsets.UTF_8)).matches("\u001b\\[3\\dmauth\u001b\\[0m         \\| one\n");
    }
}
