package dev.tigrit.sessions.http;

import dev.tigrit.starter.direct.DirectCall.Request;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.json.StrictJson;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads {@code {"token": "..."}} as a stream of JSON tokens: this is on the way of each verify. */
final class TokenBody {

    /** Limit of every request body of this service. */
    static final int MAX_BYTES = 8192;

    private TokenBody() {}

    /** @return the token as it was sent; fails with 400, 413 or 415 */
    static Mono<String> read(ServerHttpRequest request) {
        return JsonBody.bytes(request, MAX_BYTES)
                .map(body -> read(body, request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE)))
                .switchIfEmpty(Mono.error(TokenBody::empty));
    }

    /** Of a direct call: throws instead. */
    static String read(Request request) {
        if (request.body().length == 0) {
            throw empty();
        }
        return read(request.body(), request.first(HttpHeaders.CONTENT_TYPE));
    }

    private static ProblemException empty() {
        return malformed("The body is empty.");
    }

    static String read(byte[] body, @Nullable String contentType) {
        JsonBody.requireJson(contentType);
        try (var parser = StrictJson.parser(body)) {
            var token = member(parser);
            if (token == null || parser.nextToken() != null) {
                throw malformed("The body has to be one JSON object with the member token, a string.");
            }
            return token;
        } catch (JacksonException _) {
            throw malformed("The body is not JSON.");
        }
    }

    private static @Nullable String member(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        String token = null;
        for (var name = parser.nextName(); name != null; name = parser.nextName()) {
            var value = parser.nextToken();
            if (!name.equals("token")) {
                parser.skipChildren();
            } else if (value == JsonToken.VALUE_STRING) {
                token = parser.getString();
            } else {
                return null;
            }
        }
        return token;
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(RequestProblem.BAD_REQUEST, detail);
    }
}
