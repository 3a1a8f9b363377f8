package dev.tigrit.starter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import reactor.test.StepVerifier;

class JsonBodyTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    record Body(String userId, @Nullable Long ttl) {}

    @Test
    void unknownMembersAreIgnored() {
        var body =
                JsonBody.parse("{\"user_id\":\"1\",\"ttl\":5,\"x\":{}}".getBytes(StandardCharsets.UTF_8), Body.class);

        assertThat(body).isEqualTo(new Body("1", 5L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{\"user_id\":1}",
                "{\"user_id\":true}",
                "{\"ttl\":\"5\"}",
                "{\"ttl\":5.5}",
                "{\"user_id\":\"1\",\"user_id\":\"2\"}",
                "{\"user_id\":\"1\"} x"
            })
    void whatDoesNotFitIsBadRequestThatQuotesNothing(String text) {
        assertThatThrownBy(() -> JsonBody.parse(text.getBytes(StandardCharsets.UTF_8), Body.class))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.code()).isEqualTo(RequestProblem.BAD_REQUEST);
                    assertThat(problem.detail()).endsWith(".").doesNotContain("5.5");
                });
    }

    @Test
    void overlongUtf8IsBadRequest() {
        var body = "{\"user_id\":\"_\"}".getBytes(StandardCharsets.ISO_8859_1);
        body[12] = (byte) 0xc0;

        assertThatThrownBy(() -> JsonBody.parse(body, Body.class)).hasMessage("The body is not UTF-8.");
    }

    @Test
    void bodyOverTheLimitIsRefusedWithAndWithoutItsLength() {
        var declared =
                MockServerHttpRequest.post("/").header("Content-Length", "11").body("x".repeat(11));
        var chunked = MockServerHttpRequest.post("/").body("x".repeat(11));

        for (var request : new MockServerHttpRequest[] {declared, chunked}) {
            StepVerifier.create(JsonBody.bytes(request, 10))
                    .expectErrorSatisfies(error ->
                            assertThat(((ProblemException) error).code()).isEqualTo(RequestProblem.PAYLOAD_TOO_LARGE))
                    .verify(SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/problem+xml"})
    void anotherMediaTypeIsRefused(String type) {
        assertThatThrownBy(() -> JsonBody.requireJson(type))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(RequestProblem.UNSUPPORTED_MEDIA_TYPE));
    }
}
