package dev.tigrit.starter.http;

import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;

/** Reads application/x-www-form-urlencoded in one way only: no parameter twice, no broken escape, UTF-8. */
public final class FormBody {

    /** The decoder of the JDK takes signs and the digits of other scripts for hexadecimal digits. */
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

    private FormBody() {}

    /** The parameters by name; fails with 400, 413 or 415. */
    public static Mono<Map<String, String>> read(ServerHttpRequest request, int maxBytes) {
        return JsonBody.bytes(request, maxBytes)
                .map(body -> {
                    JsonBody.requireType(request, MediaType.APPLICATION_FORM_URLENCODED);
                    return parse(new String(body, StandardCharsets.ISO_8859_1));
                })
                .defaultIfEmpty(Map.of());
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
            if (name == null || value == null || parameters.put(name, value) != null) {
                throw new ProblemException(
                        RequestProblem.BAD_REQUEST, "The body is not the form that the contract describes.");
            }
        }
        return parameters;
    }

    /** What the text of a name or value says, or null when an escape is broken or the bytes are not UTF-8. */
    public static @Nullable String decode(String text) {
        if (BROKEN_ESCAPE.matcher(text).find()) {
            return null;
        }
        try {
            var bytes = URLDecoder.decode(text, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
