package dev.tigrit.sessions.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.problem.ProblemException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NewSessionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "42",
                "issuer:a:b",
                "{x}",
                "a b",
                "\u0443\u0447\u0430\u0441\u0442\u043d\u0438\u043a",
                "\ud83d\ude00",
                "\"\\"
            })
    void anyPrintableTextIsAUserId(String userId) {
        assertThat(ofUser(userId).userId()).isEqualTo(userId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\u0000b", "a\nb", "\u007f", "\u0085", "\ud800", "x\udc00y"})
    void controlCharactersAndHalvesOfPairsAreNot(String userId) {
        assertThatThrownBy(() -> ofUser(userId)).hasMessageStartingWith("user_id has to be");
    }

    @Test
    void userIdIsLimitedInBytesNotInCharacters() {
        assertThat(ofUser("x".repeat(256)).userId()).hasSize(256);
        assertThat(ofUser("\u00fc".repeat(128)).userId()).hasSize(128);
        assertThatThrownBy(() -> ofUser("x".repeat(257))).hasMessageStartingWith("user_id");
        assertThatThrownBy(() -> ofUser("\u00fc".repeat(129))).hasMessageStartingWith("user_id");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "192.0.2.255",
                "::",
                "::1",
                "2001:DB8::1",
                "fe80::1",
                "::ffff:192.0.2.1",
                "1:2:3:4:5:6:7:8"
            })
    void literalAddressIsAccepted(String ip) {
        assertThat(new NewSession("42", null, null, null, ip, null).ip()).isEqualTo(ip);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "127.1",
                "256.0.0.1",
                "01.2.3.4",
                "1.2.3.4.5",
                " 1.2.3.4",
                "localhost",
                "example.org",
                ":",
                ":::",
                "1::2::3",
                "fe80::1%eth0",
                "[::1]",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "12345::",
                "abcd"
            })
    void anythingElseIsNoAddress(String ip) {
        assertThatThrownBy(() -> new NewSession("42", null, null, null, ip, null))
                .hasMessageStartingWith("ip has");
    }

    @Test
    void deviceIsLimitedInBytes() {
        assertThat(new NewSession("42", null, null, "d".repeat(512), null, null).device())
                .hasSize(512);
        assertThatThrownBy(() -> new NewSession("42", null, null, "\u00fc".repeat(257), null, null))
                .hasMessageStartingWith("device");
    }

    @Test
    void attributesAreLimitedInNumberNamesAndTotal() {
        assertThat(with(attributes(16)).attributes()).hasSize(16);
        assertThat(with(Map.of("n".repeat(64), "v".repeat(1984))).attributes()).hasSize(1);
        assertThatThrownBy(() -> with(attributes(17))).hasMessageStartingWith("attributes");
        assertThatThrownBy(() -> with(Map.of("", "x"))).hasMessageStartingWith("attributes");
        assertThatThrownBy(() -> with(Map.of("n".repeat(65), "x"))).hasMessageStartingWith("attributes");
        assertThatThrownBy(() -> with(Map.of("n".repeat(64), "v".repeat(1985)))).hasMessageStartingWith("attributes");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                          | user_id has",
                "{\"user_id\": 42}                           | The member user_id",
                "{\"user_id\": null}                         | user_id has",
                "{\"user_id\": \"42\", \"ttl\": \"60\"}      | The member ttl",
                "{\"user_id\": \"42\", \"ttl\": 1.5}         | The member ttl",
                "{\"user_id\": \"42\", \"ttl\": true}        | The member ttl",
                "{\"user_id\": \"42\", \"idle_ttl\": 99999999999999999999} | The member idle_ttl",
                "{\"user_id\": \"42\", \"device\": 1}        | The member device",
                "{\"user_id\": \"42\", \"attributes\": []}   | The member attributes",
                "{\"user_id\": \"42\", \"attributes\": {\"a\": 1}} | The member attributes",
                "{\"user_id\": \"42\", \"attributes\": {\"a\": null}} | attributes has",
                "[]                                          | The body is not",
                "{\"user_id\": \"42\", \"user_id\": \"43\"}  | The body is not"
            })
    void problemNamesTheMember(String body, String detail) {
        assertThatThrownBy(() -> JsonBody.parse(body.getBytes(UTF_8), NewSession.class))
                .isInstanceOf(ProblemException.class)
                .hasMessageStartingWith(detail);
    }

    private static Map<String, String> attributes(int number) {
        return IntStream.range(0, number).boxed().collect(Collectors.toMap(i -> "a" + i, _ -> "x"));
    }

    private static NewSession ofUser(String userId) {
        return new NewSession(userId, null, null, null, null, null);
    }

    private static NewSession with(Map<String, String> attributes) {
        return new NewSession("42", null, null, null, null, attributes);
    }
}
