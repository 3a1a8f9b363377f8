package dev.tigrit.starter.http;

import dev.tigrit.starter.json.StrictJson;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * Reads the JSON object of a request into a record: at most so many bytes, one document, no duplicate member, no number
 * where a string is due. Unknown members are ignored.
 */
public final class JsonBody {

    private static final JsonMapper STRICT = StrictJson.mapper()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    c -> c.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private JsonBody() {}

    /**
     * @param maxBytes the documented limit
     * @return the record; fails with 413 beyond the limit, 415 for another media type, 400 when the JSON does not fit
     */
    public static <T> Mono<T> read(ServerHttpRequest request, int maxBytes, Class<T> type) {
        var contentType = request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        return bytes(request, maxBytes).defaultIfEmpty(new byte[0]).map(body -> read(body, contentType, type));
    }

    /** The same of a body that is here, with its Content-Type or null: throws instead. */
    public static <T> T read(byte[] body, @Nullable String contentType, Class<T> type) {
        if (body.length == 0) {
            throw malformed("The body is empty.");
        }
        requireJson(contentType);
        return parse(body, type);
    }

    /** @return the body's bytes, or nothing when it is empty; fails with 413 beyond the limit */
    public static Mono<byte[]> bytes(ServerHttpRequest request, int maxBytes) {
        if (request.getHeaders().getContentLength() > maxBytes) {
            return Mono.error(new ProblemException(
                    RequestProblem.PAYLOAD_TOO_LARGE, "The body is larger than " + maxBytes + " bytes."));
        }
        return request.getBody()
                .collect(() -> new ReceivedBytes(maxBytes), ReceivedBytes::add)
                .map(ReceivedBytes::toArray)
                .filter(bytes -> bytes.length > 0)
                .onErrorMap(
                        DataBufferLimitException.class,
                        _ -> new ProblemException(
                                RequestProblem.PAYLOAD_TOO_LARGE, "The body is larger than " + maxBytes + " bytes."));
    }

    public static <T> T parse(byte[] body, Class<T> type) {
        if (!StrictJson.isUtf8(body)) {
            throw malformed("The body is not UTF-8.");
        }
        try {
            var value = STRICT.readValue(body, type);
            if (value == null) {
                throw malformed("The body has to be a JSON object.");
            }
            return value;
        } catch (JacksonException e) {
            throw malformed(reason(e));
        }
    }

    /** @param contentType as the client sent it, or null */
    public static void requireJson(@Nullable String contentType) {
        requireType(contentType, MediaType.APPLICATION_JSON);
    }

    static void requireType(ServerHttpRequest request, MediaType documented) {
        requireType(request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE), documented);
    }

    private static void requireType(@Nullable String contentType, MediaType documented) {
        try {
            // The usual text is not parsed.
            if (documented.toString().equals(contentType)
                    || (contentType != null
                            && MediaType.parseMediaType(contentType).isCompatibleWith(documented))) {
                return;
            }
        } catch (InvalidMediaTypeException _) {
            // Garbage is another type.
        }
        throw new ProblemException(RequestProblem.UNSUPPORTED_MEDIA_TYPE, "The body has to be " + documented + ".");
    }

    private static String reason(JacksonException error) {
        if (error.getCause() instanceof IllegalArgumentException rule && rule.getMessage() != null) {
            return rule.getMessage();
        }
        // The outermost name is a member of the record; names further in may be the client's own.
        var member =
                error.getPath().isEmpty() ? null : error.getPath().getFirst().getPropertyName();
        return member == null
                ? "The body is not the JSON object that the contract describes."
                : "The member " + member + " is not what the contract describes.";
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(RequestProblem.BAD_REQUEST, detail);
    }

    /**
     * A body as it arrives. Each buffer is copied and released at once: kept until the end, a body in chunks of one byte takes hundreds of
     * times its size.
     */
    private static final class ReceivedBytes {

        private final int limit;
        private byte[] held = {};
        private int length;

        ReceivedBytes(int limit) {
            this.limit = limit;
        }

        void add(DataBuffer buffer) {
            try {
                var count = buffer.readableByteCount();
                if (count > limit - length) {
                    throw new DataBufferLimitException("more than " + limit + " bytes");
                }
                if (length + count > held.length) {
                    held = Arrays.copyOf(held, Math.max(length + count, Math.min(limit, 2 * length)));
                }
                buffer.read(held, length, count);
                length += count;
            } finally {
                DataBufferUtils.release(buffer);
            }
        }

        byte[] toArray() {
            return length == held.length ? held : Arrays.copyOf(held, length);
        }
    }
}
