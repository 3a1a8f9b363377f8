package dev.tigrit.secrets.read;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.tigrit.secrets.caller.Callers;
import dev.tigrit.secrets.caller.SecretsProblem;
import dev.tigrit.secrets.read.SecretReads.Outcome;
import dev.tigrit.starter.http.Methods;
import dev.tigrit.starter.problem.ProblemCode;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** {@code /v1/secrets} and {@code /v1/secrets/{key}}: HTTP in, HTTP out, no decision. */
@Configuration(proxyBeanMethods = false)
class SecretRoutes {

    private static final String REVISION = "X-Bundle-Revision";
    private static final String MIN_REVISION = "X-Min-Bundle-Revision";
    private static final String MIN_INCARNATION = "X-Min-Bundle-Incarnation";
    private static final String RETRY_AFTER_SECONDS = "1";

    private final SecretReads reads;
    private final Callers callers;
    private final JsonMapper json;

    SecretRoutes(SecretReads reads, Callers callers, JsonMapper json) {
        this.reads = reads;
        this.callers = callers;
        this.json = json;
    }

    @Bean
    RouterFunction<ServerResponse> secrets() {
        return RouterFunctions.route()
                .GET("/v1/secrets", this::list)
                .GET("/v1/secrets/{key}", this::read)
                .route(path("/v1/secrets").or(path("/v1/secrets/{key}")), Methods.only(HttpMethod.GET))
                .build();
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        return answer(request, reads.list(caller(request, reads::listTrustUnavailable)));
    }

    private Mono<ServerResponse> read(ServerRequest request) {
        var key = request.pathVariable("key");
        var outcome = reads.read(
                caller(request, () -> reads.trustUnavailable(key)),
                key,
                header(request, HttpHeaders.IF_NONE_MATCH),
                new SecretReads.LeastState(header(request, MIN_REVISION), header(request, MIN_INCARNATION)));
        return answer(request, outcome);
    }

    private Mono<ServerResponse> answer(ServerRequest request, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Found(var rendering, var revision) ->
                answer(HttpStatus.OK, revision, rendering.etag(), rendering.body());
            case Outcome.Names(var secrets, var revision) ->
                answer(HttpStatus.OK, revision, null, json.writeValueAsBytes(Map.of("secrets", secrets)));
            case Outcome.NotModified(var etag, var revision) -> answer(HttpStatus.NOT_MODIFIED, revision, etag, null);
            case Outcome.NotFound(var revision) ->
                problem(RequestProblem.NOT_FOUND, "There is no such secret for this caller.", revisionHeader(revision));
            case Outcome.NotYet(var revision) -> notYet(revision);
            case Outcome.MalformedRevision _ ->
                problem(
                        RequestProblem.BAD_REQUEST,
                        MIN_REVISION + " has to be one number of 1 to 18 digits, " + MIN_INCARNATION
                                + " one incarnation.",
                        HttpHeaders.EMPTY);
            case Outcome.Unauthenticated _ ->
                Mono.error(ProblemException.unauthenticated(
                        request.headers().firstHeader(HttpHeaders.AUTHORIZATION) != null));
        };
    }

    /** @param unknown is run when the caller cannot be verified yet, which is 503 */
    private @Nullable String caller(ServerRequest request, Runnable unknown) {
        try {
            var caller = callers.verify(header(request, HttpHeaders.AUTHORIZATION));
            return caller == null ? null : caller.name();
        } catch (ProblemException e) {
            unknown.run();
            throw e;
        }
    }

    /** Straight to the connection: no codec is looked for, and Spring's own If-None-Match check, without audit, is not met. */
    private static Mono<ServerResponse> answer(
            HttpStatusCode status, long revision, @Nullable String etag, byte @Nullable [] body) {
        return ServerResponse.status(status).build((exchange, _) -> {
            var response = exchange.getResponse();
            var headers = response.getHeaders();
            headers.set(REVISION, Long.toString(revision));
            if (etag != null) {
                headers.setETag(etag);
            }
            if (body == null) {
                return response.setComplete();
            }
            headers.setContentType(MediaType.APPLICATION_JSON);
            headers.setContentLength(body.length);
            return response.writeWith(
                    Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
        });
    }

    private static Mono<ServerResponse> notYet(long revision) {
        var headers = revisionHeader(revision);
        headers.set(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        return problem(SecretsProblem.NOT_YET, "This replica serves revision " + revision + ".", headers);
    }

    private static Mono<ServerResponse> problem(ProblemCode code, String detail, HttpHeaders headers) {
        return Mono.error(new ProblemException(code, detail, headers));
    }

    private static HttpHeaders revisionHeader(long revision) {
        var headers = new HttpHeaders();
        headers.set(REVISION, Long.toString(revision));
        return headers;
    }

    /** Several lines of one header are one list (RFC 9110 section 5.3). */
    private static @Nullable String header(ServerRequest request, String name) {
        List<String> lines = request.headers().header(name);
        return switch (lines.size()) {
            case 0 -> null;
            case 1 -> lines.getFirst();
            default -> String.join(",", lines);
        };
    }
}
