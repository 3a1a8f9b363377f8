package dev.tigrit.auth.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tigrit.auth.decision.TestDecisions;
import dev.tigrit.auth.decision.TestVerifier;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.direct.DirectCall;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.problem.ProblemHandler;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Nothing that a client sends makes POST /v1/verify fail. Without JAZZER_FUZZ=1 only the saved inputs run. */
class VerifyFuzzTest {

    private static final Callers NOBODY =
            new Callers(new CallerVerifier(KeyRing.empty(), _ -> null, Clock.systemUTC()), Map.of());

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_733_584_847), ZoneOffset.UTC);

    private static final WebTestClient WEB = client();

    @FuzzTest
    void credentialInTheHeaderIsAnswered(byte[] input) {
        var status = WEB.post()
                .uri("/v1/verify")
                .header("Authorization", new String(input, ISO_8859_1))
                .header("X-Forwarded-For", new String(input, ISO_8859_1))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus();

        assertThat(status.value()).isIn(200, 400, 401);
    }

    @FuzzTest
    void bodyIsAnswered(byte[] input) {
        var status = WEB.post()
                .uri("/v1/verify")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(input)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus();

        assertThat(status.value()).isIn(200, 400, 401, 413);
    }

    private static WebTestClient client() {
        var verifier =
                TestVerifier.of(List.of("42:TEST"), "a secret of more than thirty-two bytes", Duration.ofDays(36_500));
        var endpoint = new VerifyEndpoint(TestDecisions.of(verifier, CLOCK), NOBODY);
        var routes = RouterFunctions.route()
                .POST("/v1/verify", request -> answer(endpoint, request))
                .build();
        return WebTestClient.bindToRouterFunction(routes)
                .handlerStrategies(HandlerStrategies.builder()
                        .exceptionHandler(new ProblemHandler(JsonMapper.shared()))
                        .build())
                .configureClient()
                .responseTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static Mono<ServerResponse> answer(VerifyEndpoint endpoint, ServerRequest request) {
        var http = request.exchange().getRequest();
        return JsonBody.bytes(http, PresentedCredential.MAX_BODY)
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> Mono.fromCompletionStage(
                        endpoint.verify(new DirectCall.Request("", http.getHeaders()::getOrEmpty, body))))
                .flatMap(answer -> ServerResponse.status(answer.status()).bodyValue(answer.body()));
    }
}
