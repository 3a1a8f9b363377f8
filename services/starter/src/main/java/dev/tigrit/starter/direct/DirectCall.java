package dev.tigrit.starter.direct;

import dev.tigrit.starter.problem.ProblemException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * A call that needs nothing of a web framework: header fields and a small body in, status, fields and bytes out. Each bean of this type
 * is answered by two doors, which differ in nothing that a client sees: on the connection for a plain request, by WebFlux for any other.
 *
 * @param method the one that it answers, or null for a call of gateways, which answers each one and reads no body
 * @param path exact, or up to a last segment that varies: {@code /v1/secrets/{key}}
 * @param maxBody the documented limit of the body in bytes, 0 when none is read
 * @param handler runs on an event loop and never waits; it has an answer, or fails, or throws, with a {@link ProblemException}
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares messages
public record DirectCall(
        @Nullable String method,
        String path,
        int maxBody,
        Function<Request, CompletionStage<? extends @Nullable Answer>> handler) {

    static final byte[] NO_BODY = {};

    /**
     * What the client sent.
     *
     * @param segment the last one of the path where that varies, otherwise empty
     * @param fields the values of a header field, in order
     */
    public record Request(String segment, Function<String, List<String>> fields, byte[] body) {

        /** The first line of a header field, or null when it was not sent. */
        public @Nullable String first(String name) {
            var lines = fields.apply(name);
            return lines.isEmpty() ? null : lines.getFirst();
        }

        /** The lines of a header field as one list (RFC 9110 section 5.3), or null when it was not sent. */
        public @Nullable String field(String name) {
            var lines = fields.apply(name);
            return switch (lines.size()) {
                case 0 -> null;
                case 1 -> lines.getFirst();
                default -> String.join(",", lines);
            };
        }
    }

    /**
     * What it gets. {@code Content-Length} and {@code Cache-Control: no-store} are added.
     *
     * @param body not written to afterwards; empty for none
     */
    public record Answer(int status, List<Field> fields, byte[] body) {

        public Answer(int status, List<Field> fields) {
            this(status, fields, NO_BODY);
        }
    }

    public record Field(CharSequence name, String value) {

        /** Of every answer that is not a problem and has a body. */
        public static final Field JSON = new Field(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
    }
}
