package dev.tigrit.starter.problem;

import io.netty.handler.timeout.ReadTimeoutException;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.codec.DecodingException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import tools.jackson.databind.json.JsonMapper;

/** Writes every error as {@code application/problem+json}; the detail of an unexpected one is constant. */
public final class ProblemHandler implements WebExceptionHandler, Ordered {

    private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

    private final JsonMapper json;

    public ProblemHandler(JsonMapper json) {
        this.json = json;
    }

    /** Before Boot's own handler, which is at -1 and knows no problem details. */
    @Override
    public int getOrder() {
        return -2;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        if (error instanceof AbortedException) {
            // The client has gone; whoever goes on purpose must not be able to fill the log.
            return Mono.empty();
        }
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(error);
        }
        var request = exchange.getRequest();
        return write(exchange, toProblem(error, request.getMethod().name(), request.getId()))
                .onErrorResume(ProblemHandler::isAnswered, _ -> Mono.empty());
    }

    /** The HTTP server itself has refused a garbled body meanwhile, or the client has gone. */
    private static boolean isAnswered(Throwable error) {
        return error instanceof IllegalStateException || error instanceof AbortedException;
    }

    /** What the client gets for an error; the method and the id tell in the log which request met an unexpected one. */
    public ProblemException toProblem(Throwable error, String method, String requestId) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            var expected = expected(cause);
            if (expected != null) {
                return expected;
            }
        }
        log.atError()
                .setCause(error)
                .addKeyValue("method", method)
                .addKeyValue("request_id", requestId)
                .log("unexpected error");
        return new ProblemException(RequestProblem.INTERNAL_ERROR, "The cause is in the service's log.");
    }

    private static @Nullable ProblemException expected(Throwable error) {
        return switch (error) {
            case ProblemException problem -> problem;
            case DataBufferLimitException _ ->
                new ProblemException(RequestProblem.PAYLOAD_TOO_LARGE, "The body is larger than the documented limit.");
            case ReadTimeoutException _ ->
                new ProblemException(
                        RequestProblem.REQUEST_TIMEOUT, "The body did not arrive within the documented time.");
            case ErrorResponse response -> fromStatus(response.getStatusCode().value(), response.getHeaders());
            case DecodingException _ -> new ProblemException(RequestProblem.BAD_REQUEST, "The body cannot be read.");
            default -> null;
        };
    }

    private static ProblemException fromStatus(int status, HttpHeaders headers) {
        for (var code : RequestProblem.values()) {
            if (code.status().value() == status) {
                return new ProblemException(code, code.title() + ".", headers);
            }
        }
        var fallback = status < 500 ? RequestProblem.BAD_REQUEST : RequestProblem.INTERNAL_ERROR;
        return new ProblemException(fallback, fallback.title() + ".", headers);
    }

    /** The bytes of a problem: made once for one that is kept. Not to be written to. */
    public byte[] body(ProblemException problem) {
        return problem.body(() -> {
            var code = problem.code().name().toLowerCase(Locale.ROOT);
            var body = new LinkedHashMap<String, Object>();
            body.put("type", "urn:tigrit:problem:" + code);
            body.put("title", problem.code().title());
            body.put("status", problem.code().status().value());
            body.put("detail", problem.detail());
            body.put("code", code);
            body.putAll(problem.members());
            return json.writeValueAsBytes(body);
        });
    }

    private Mono<Void> write(ServerWebExchange exchange, ProblemException problem) {
        var response = exchange.getResponse();
        response.setStatusCode(problem.code().status());
        response.getHeaders().putAll(problem.headers());
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setCacheControl("no-store");
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body(problem))));
    }
}
