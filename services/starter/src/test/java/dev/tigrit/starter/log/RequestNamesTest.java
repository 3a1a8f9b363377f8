package dev.tigrit.starter.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class RequestNamesTest {

    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void namesStandInLinesOfTheRequestAlone() {
        var names = RequestNames.during(
                fields(Map.of("traceparent", List.of(TRACEPARENT), "X-Request-Id", List.of("7f3c/2"))),
                MDC::getCopyOfContextMap);

        assertThat(names)
                .isEqualTo(Map.of("trace.id", "4bf92f3577b34da6a3ce929d0e0e4736", "http.request.id", "7f3c/2"));
        assertNoNames();
    }

    @Test
    void failureLeavesNoNames() {
        assertThatThrownBy(() -> RequestNames.during(fields(Map.of("X-Request-Id", List.of("7"))), () -> {
                    throw new IllegalStateException();
                }))
                .isInstanceOf(IllegalStateException.class);

        assertNoNames();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
            })
    void traceparentThatIsNoneIsIgnored(String traceparent) {
        assertThat(RequestNames.<Object>during(
                        fields(Map.of("traceparent", List.of(traceparent))), () -> String.valueOf(MDC.get("trace.id"))))
                .isEqualTo("null");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a\nb", "\"", "\u202e"})
    void requestIdThatCouldPassForSomethingElseIsIgnored(String id) {
        assertThat(RequestNames.<Object>during(
                        fields(Map.of("X-Request-Id", List.of(id))), () -> String.valueOf(MDC.get("http.request.id"))))
                .isEqualTo("null");
    }

    @Test
    void namesThatSeveralFieldsGiveAreIgnored() {
        assertThat(RequestNames.<Object>during(
                        fields(Map.of("X-Request-Id", List.of("1", "2"))),
                        () -> String.valueOf(MDC.get("http.request.id"))))
                .isEqualTo("null");
    }

    /** The thread serves another request while this one waits. */
    @Test
    void requestThatWaitsLeavesNoNamesOnItsThread() {
        var exchange = MockServerWebExchange.from(
                MockServerHttpRequest.get("/").header("X-Request-Id", "7").build());
        var seen = Sinks.<String>one();
        var later = Sinks.<Void>empty();

        StepVerifier.create(new RequestNames()
                        .filter(
                                exchange,
                                _ -> Mono.defer(() -> {
                                    seen.tryEmitValue(String.valueOf(MDC.get("http.request.id")));
                                    return later.asMono();
                                })))
                .then(RequestNamesTest::assertNoNames)
                .then(later::tryEmitEmpty)
                .expectComplete()
                .verify(Duration.ofSeconds(10));
        assertThat(seen.asMono().block(Duration.ofSeconds(10))).isEqualTo("7");
    }

    @Test
    void requestThatFailsAtOnceFailsAsItDid() {
        var exchange = MockServerWebExchange.from(
                MockServerHttpRequest.get("/").header("X-Request-Id", "7").build());

        StepVerifier.create(
                        new RequestNames().filter(exchange, _ -> Mono.error(new IllegalStateException("as it did"))))
                .expectErrorMessage("as it did")
                .verify(Duration.ofSeconds(10));
        assertNoNames();
    }

    private static Function<String, List<String>> fields(Map<String, List<String>> fields) {
        return name -> fields.getOrDefault(name, List.of());
    }

    private static void assertNoNames() {
        assertThat(MDC.get("trace.id")).isNull();
        assertThat(MDC.get("http.request.id")).isNull();
    }
}
