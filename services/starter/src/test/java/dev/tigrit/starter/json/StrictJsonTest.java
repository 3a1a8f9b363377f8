package dev.tigrit.starter.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.problem.ProblemException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

class StrictJsonTest {

    record Body(String a) {}

    static Stream<byte[]> refused() {
        return Stream.of(
                "{\"a\":\"\u00c0\u00af\"}".getBytes(ISO_8859_1), // overlong
                "{\"a\":\"\u00e0\u0080\u00af\"}".getBytes(ISO_8859_1), // overlong, three bytes
                "{\"a\":\"\u00ed\u00a0\u0080\"}".getBytes(ISO_8859_1), // half a surrogate pair
                "{\"a\":\"\u00ff\"}".getBytes(ISO_8859_1),
                "{\"a\":\"\u00d0\"}".getBytes(ISO_8859_1), // cut off
                "\ufeff{\"a\":\"b\"}".getBytes(UTF_8),
                "{\"a\":\"b\"}".getBytes(UTF_16BE),
                "{\"a\":\"b\u0000\"}".getBytes(UTF_8),
                "{\"a\":\"b\",\"a\":\"b\"}".getBytes(UTF_8),
                "{\"a\":\"b\",\"c\":{\"d\":1,\"d\":1}}".getBytes(UTF_8),
                ("{\"a\":\"b\",\"c\":" + "[".repeat(16) + "]".repeat(16) + "}").getBytes(UTF_8),
                ("{\"a\":\"b\",\"c\":" + "9".repeat(65) + "}").getBytes(UTF_8),
                "{\"a\":\"b\"}{}".getBytes(UTF_8),
                "{\"a\":\"b\"} x".getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void everyReaderRefusesTheSame(byte[] json) {
        assertThat(StrictObject.read(json)).isNull();
        assertThatThrownBy(() -> JsonBody.parse(json, Body.class)).isInstanceOf(ProblemException.class);
        assertThat(isReadToTheEnd(() -> StrictJson.parser(json))).isFalse();
        assertThat(isReadToTheEnd(() -> StrictJson.parserOfSecrets(json))).isFalse();
    }

    @Test
    void textOfEveryLengthInUtf8IsRead() {
        var text = "aя€\uD83D\uDE00".repeat(1_000);
        var json = ("{\"a\":\"" + text + "\"}").getBytes(UTF_8);

        assertThat(StrictObject.read(json)).isEqualTo(Map.of("a", text));
        assertThat(JsonBody.parse(json, Body.class)).isEqualTo(new Body(text));
        assertThat(isReadToTheEnd(() -> StrictJson.parserOfSecrets(json))).isTrue();
    }

    @Test
    void theLimitsThemselvesAreAllowed() {
        var json = "{\"a\":" + "[".repeat(15) + "9".repeat(64) + "]".repeat(15) + "}";

        assertThat(StrictObject.read(json)).isNotNull();
    }

    private interface Opening {
        JsonParser open();
    }

    /** Whether there is one object and nothing else. */
    private static boolean isReadToTheEnd(Opening opening) {
        try (var parser = opening.open()) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException _) {
            return false;
        }
    }
}
