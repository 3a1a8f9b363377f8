package dev.tigrit.starter.http;

import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Reads application/x-www-form-urlencoded in one way only: no parameter twice, no broken escape, UTF-8. */
public final class FormBody {

    private FormBody() {}

    /** The parameters by name; fails with 400, 413 or 415. */
    public static Mono<Map<String, String>> read(ServerHttpRequest request, int maxBytes) {
        return JsonBody.bytes(request, maxBytes)
                .map(body -> {
                    requireForm(request);
                    return parse(new String(body, StandardCharsets.ISO_8859_1));
                })
                .defaultIfEmpty(Map.of());
    }

    private static void requireForm(ServerHttpRequest request) {
        if (!isForm(request)) {
            throw new ProblemException(
                    RequestProblem.UNSUPPORTED_MEDIA_TYPE, "The body has to be application/x-www-form-urlencoded.");
        }
    }

    private static boolean isForm(ServerHttpRequest request) {
        try {
            var type = request.getHeaders().getContentType();
            return type != null && type.isCompatibleWith(MediaType.APPLICATION_FORM_URLENCODED);
        } catch (InvalidMediaTypeException _) {
            return false;
        }
    }

    private static Map<String, String> parse(String body) {
        var parameters = new HashMap<String, String>();
        for (var pair : body.split("&", -1)) {
            if (pair.isEmpty()) {
                continue;
            }
            var equals = pair.indexOf('=');
            var name = decode(equals < 0 ? pair : pair.substring(0, equals));
            var value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (parameters.put(name, value) != null) {
                throw malformed();
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        var decoded = FormText.decode(text);
        if (decoded == null) {
            throw malformed();
        }
        return decoded;
    }

    private static ProblemException malformed() {
        return new ProblemException(
                RequestProblem.BAD_REQUEST, "The body is not the form that the contract describes.");
    }
}
