package dev.tigrit.starter.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ResponseStatusException;
import reactor.netty.channel.AbortedException;
import reactor.test.StepVerifier;
import tools.jackson.databind.json.JsonMapper;

class ProblemHandlerTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    private final ProblemHandler handler = new ProblemHandler(JsonMapper.shared());
    private final MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/x"));

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of(new ProblemException(RequestProblem.FORBIDDEN, "no"), 403, "forbidden"),
                Arguments.of(new DataBufferLimitException("x"), 413, "payload_too_large"),
                Arguments.of(new DecodingException("x"), 400, "bad_request"),
                Arguments.of(new ResponseStatusException(HttpStatus.NOT_FOUND), 404, "not_found"),
                Arguments.of(new ResponseStatusException(HttpStatus.CONFLICT), 400, "bad_request"),
                Arguments.of(new ResponseStatusException(HttpStatus.BAD_GATEWAY), 500, "internal_error"),
                Arguments.of(new IllegalStateException("a secret detail"), 500, "internal_error"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void errorBecomesAProblemWhoseStatusAndBodyAgree(Throwable error, int status, String code) {
        StepVerifier.create(handler.handle(exchange, error)).expectComplete().verify(SOON);

        var response = exchange.getResponse();
        var body = JsonMapper.shared().readTree(response.getBodyAsString().block(SOON));
        assertThat(response.getStatusCode()).isEqualTo(HttpStatus.valueOf(status));
        assertThat(response.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(response.getHeaders().getCacheControl()).isEqualTo("no-store");
        assertThat(body.get("status").asInt()).isEqualTo(status);
        assertThat(body.get("code").asString()).isEqualTo(code);
        assertThat(body.get("type").asString()).isEqualTo("urn:tigrit:problem:" + code);
        assertThat(body.toString()).doesNotContain("secret detail");
    }

    @Test
    void headersOfTheProblemAreSent() {
        var error = ProblemException.unauthenticated(true);

        StepVerifier.create(handler.handle(exchange, error)).expectComplete().verify(SOON);

        assertThat(exchange.getResponse().getHeaders().getFirst(HttpHeaders.WWW_AUTHENTICATE))
                .isEqualTo("Bearer error=\"invalid_token\"");
    }

    @Test
    void clientThatHasGoneIsNoError() {
        StepVerifier.create(handler.handle(exchange, AbortedException.beforeSend()))
                .expectComplete()
                .verify(SOON);
    }
}
