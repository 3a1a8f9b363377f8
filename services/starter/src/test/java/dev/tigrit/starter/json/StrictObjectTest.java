package dev.tigrit.starter.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictObjectTest {

    @Test
    void membersKeepTheirJsonTypes() {
        var members = StrictObject.read("""
                {"s":"\\u0041","n":9223372036854775807,"big":9223372036854775808,"d":1.5,"e":1e400,"b":true,"z":null,
                 "l":["a","b"],"m":["a",1],"o":{"x":[{}]}}""");

        assertThat(members)
                .containsEntry("s", "A")
                .containsEntry("n", Long.MAX_VALUE)
                .containsEntry("big", StrictObject.OPAQUE)
                .containsEntry("d", 1.5)
                .containsEntry("e", StrictObject.OPAQUE)
                .containsEntry("b", true)
                .containsEntry("z", StrictObject.NULL)
                .containsEntry("l", List.of("a", "b"))
                .containsEntry("m", List.of("a", 1L))
                .containsEntry("o", Map.of("x", List.of(Map.of())));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "[]",
                "{",
                "{\"a\":1",
                "{\"a\":1}x",
                "{\"a\":1}{}",
                "{\"a\":1,\"a\":1}",
                "{\"a\":{\"b\":1,\"b\":2}}",
                "{\"a\":NaN}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":\"\\ud800\"}",
                "{\"\\udc00\":1}",
                "{\"a\":1,}",
            })
    void anythingElseIsNoObject(String text) {
        assertThat(StrictObject.read(text)).isNull();
    }

    @Test
    void deepNestingAndLongNumbersAreRefused() {
        assertThat(StrictObject.read("{\"a\":" + "[".repeat(100_000))).isNull();
        assertThat(StrictObject.read("{\"a\":" + "9".repeat(5_000) + "}")).isNull();
    }

    @Test
    void invalidUtf8IsRefused() {
        assertThat(StrictObject.read(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .isNull();
        assertThat(StrictObject.read(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'}))
                .isNull();
    }
}
