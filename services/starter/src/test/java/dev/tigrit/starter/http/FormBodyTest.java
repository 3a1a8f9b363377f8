package dev.tigrit.starter.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.starter.problem.ProblemCode;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class FormBodyTest {

    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String FORM = "application/x-www-form-urlencoded";

    @Test
    void escapesAreDecoded() {
        StepVerifier.create(FormBody.read(request(FORM + ";charset=UTF-8", "token=a%2Bb+%c3%bc&hint="), 100))
                .expectNext(Map.of("token", "a+b \u00fc", "hint", ""))
                .expectComplete()
                .verify(SOON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&a=2", "a=%zz", "a=%f", "a=%ff"})
    void whatCanBeReadInTwoWaysIsABadRequest(String body) {
        refused(request(FORM, body), RequestProblem.BAD_REQUEST);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"application/json", "garbage", "a/b/c"})
    void anotherMediaTypeOrNoneIsRefused(@Nullable String type) {
        refused(request(type, "a=1"), RequestProblem.UNSUPPORTED_MEDIA_TYPE);
    }

    private static void refused(ServerHttpRequest request, ProblemCode code) {
        StepVerifier.create(FormBody.read(request, 100))
                .expectErrorSatisfies(
                        error -> assertThat(((ProblemException) error).code()).isEqualTo(code))
                .verify(SOON);
    }

    private static ServerHttpRequest request(@Nullable String type, String body) {
        var request = MockServerHttpRequest.post("/");
        if (type != null) {
            request.header("Content-Type", type);
        }
        // As bytes: the mock itself would look at the media type of a text.
        return request.body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body.getBytes(UTF_8))));
    }
}
