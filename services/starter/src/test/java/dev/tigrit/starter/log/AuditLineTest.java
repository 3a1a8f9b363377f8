package dev.tigrit.starter.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.testkit.LogLines;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLineTest {

    private static final KeyVersion FIRST = key("the first key");
    private static final KeyVersion SECOND = key("the second key");

    @Test
    void lineIsAConstantMessageAndTheValuesThatThereAre() {
        try (var log = LogLines.of("audit")) {
            AuditLine.of("something happened")
                    .with("operation", Thread.State.TIMED_WAITING)
                    .with("caller", "default/game")
                    .with("version", 7)
                    .with("reason", (String) null)
                    .with("result", (Thread.@Nullable State) null)
                    .write();

            assertThat(log.lines())
                    .containsExactly("audit something happened operation=timed_waiting caller=default/game version=7");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\u2028", "\u001b[31m", "\u202e", "\u0085", "\"", " result=ok ", "\\u000a"})
    void valueCannotForgeALine(String attack) {
        try (var log = LogLines.of("audit")) {
            AuditLine.of("x").with("key", "a" + attack + "b").write();

            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .matches("audit x key=a\\\\u[0-9a-f]{4}[\\\\A-Za-z0-9]*b");
        }
    }

    @Test
    void longValueIsCut() {
        try (var log = LogLines.of("audit")) {
            AuditLine.of("x").with("key", "a".repeat(1_000)).write();
            AuditLine.of("x").with("key", "\n".repeat(1_000)).write();

            assertThat(log.lines()).hasSize(2).allMatch(line -> line.length() <= "audit x key=".length() + 165);
        }
    }

    @Test
    void referenceNamesItsKeyAndDiffersByKeyAndKind() {
        var key = new AtomicReference<>(FIRST);
        var references = new References(key::get);

        var user = references.of("user", "42");

        assertThat(user)
                .matches(String.format(Locale.ROOT, "%08x", FIRST.kid()) + "\\.[A-Za-z0-9_-]{16}")
                .isEqualTo(new References(() -> FIRST).of("user", "42"))
                .isNotEqualTo(references.of("user", "43"))
                .isNotEqualTo(references.of("session", "42"));
        key.set(SECOND);
        assertThat(references.of("user", "42")).isNotEqualTo(user);
    }

    @Test
    void withoutAKeyAReferenceHoldsInThisProcess() {
        var references = new References(() -> null);

        assertThat(references.of("user", "42"))
                .isEqualTo(references.of("user", "42"))
                .isNotEqualTo(new References(() -> null).of("user", "42"));
    }

    private static KeyVersion key(String text) {
        return KeyVersion.of(1, Sensitive.of(text.getBytes(UTF_8)), Instant.EPOCH, null);
    }
}
