package dev.tigrit.sessions.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBodyTest {

    @Test
    void unknownMembersAreSkipped() {
        var body = "{\"a\": {\"token\": [1, {}]}, \"token\": \"t\", \"b\": [\"token\"]}";

        assertThat(TokenBody.read(body.getBytes(UTF_8), APPLICATION_JSON_VALUE)).isEqualTo("t");
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
        assertThatThrownBy(() -> TokenBody.read(body.getBytes(UTF_8), APPLICATION_JSON_VALUE))
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

        assertThatThrownBy(() -> TokenBody.read(broken, APPLICATION_JSON_VALUE)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> TokenBody.read(overlong, APPLICATION_JSON_VALUE))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> TokenBody.read(deep.getBytes(UTF_8), APPLICATION_JSON_VALUE))
                .isInstanceOf(ProblemException.class);
    }
}
