package dev.tigrit.sessions.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBodyTest {

    @Test
    void unknownMembersAreSkipped() {
        var body = "{\"a\": {\"token\": [1, {}]}, \"token\": \"t\", \"b\": [\"token\"]}";

        assertThat(TokenBody.parse(body.getBytes(UTF_8))).isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "null",
                "[]",
                "\"t\"",
                "{}",
                "{\"token\": 1}",
                "{\"token\": null}",
                "{\"token\": [\"t\"]}",
                "{\"token\": {\"token\": \"t\"}}",
                "{\"token\": \"t\"",
                "{\"token\": \"t\"} {}",
                "{\"token\": \"t\"}x",
                "{\"token\": \"t\", \"token\": \"u\"}",
                "{'token': 't'}",
                "{\"token\": \"t\nu\"}"
            })
    void anythingElseIsABadRequest(String body) {
        assertThatThrownBy(() -> TokenBody.parse(body.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.code()).isEqualTo(RequestProblem.BAD_REQUEST));
    }

    @Test
    void brokenUtf8AndDeepNestingAreBadRequests() {
        var broken = "{\"token\": \"??\"}".getBytes(UTF_8);
        broken[11] = (byte) 0xc3;
        var overlong = "{\"token\": \"??\"}".getBytes(UTF_8);
        overlong[11] = (byte) 0xc0;
        overlong[12] = (byte) 0xaf;
        var deep = "{\"a\": " + "[".repeat(8000);

        assertThatThrownBy(() -> TokenBody.parse(broken)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> TokenBody.parse(overlong)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> TokenBody.parse(deep.getBytes(UTF_8))).isInstanceOf(ProblemException.class);
    }
}
