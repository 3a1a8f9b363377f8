package dev.tigrit.starter.problem;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Ends a request with a problem. Its detail reaches the client: no input, credential or value belongs in it. */
public final class ProblemException extends RuntimeException {

    private final ProblemCode code;
    private final HttpHeaders headers;
    private final Map<String, Object> members;
    private volatile byte @Nullable [] body;

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, HttpHeaders.EMPTY);
    }

    /** @param headers sent with the problem, as {@code WWW-Authenticate}, {@code Retry-After} or {@code Allow} */
    public ProblemException(ProblemCode code, String detail, HttpHeaders headers) {
        this(code, detail, headers, Map.of());
    }

    /** @param header sent with the problem, each value as a line of its own */
    public ProblemException(ProblemCode code, String detail, String header, String... values) {
        this(code, detail, new HttpHeaders());
        headers.addAll(header, List.of(values));
    }

    /** @param members of the body beside the standard ones (RFC 9457 section 3.2) */
    public ProblemException(ProblemCode code, String detail, HttpHeaders headers, Map<String, Object> members) {
        // Expected results are thrown often and by anybody: no stack trace is taken.
        super(detail, null, false, false);
        this.code = code;
        this.headers = headers;
        this.members = members;
    }

    /** 401 with the challenge of RFC 6750 section 3, which has an error code only when a token was sent. */
    public static ProblemException unauthenticated(boolean tokenWasSent) {
        return new ProblemException(
                RequestProblem.UNAUTHENTICATED,
                tokenWasSent ? "The caller's token is not valid." : "The call needs Authorization: Bearer.",
                HttpHeaders.WWW_AUTHENTICATE,
                bearer(tokenWasSent));
    }

    /** The same where {@code Basic} is accepted too (RFC 6749 section 2.3.1): one more challenge. */
    public static ProblemException unauthenticatedClient(boolean credentialWasSent) {
        return new ProblemException(
                RequestProblem.UNAUTHENTICATED,
                credentialWasSent
                        ? "The caller's credentials are not valid."
                        : "The call needs Authorization: Bearer or Basic.",
                HttpHeaders.WWW_AUTHENTICATE,
                bearer(credentialWasSent),
                "Basic realm=\"introspection\", charset=\"UTF-8\"");
    }

    private static String bearer(boolean tokenWasSent) {
        return tokenWasSent ? "Bearer error=\"invalid_token\"" : "Bearer";
    }

    /** For what is not available now and is worth asking for again after a second; the title says all. */
    public static ProblemException unavailable(ProblemCode code) {
        return new ProblemException(code, code.title() + ".", HttpHeaders.RETRY_AFTER, "1");
    }

    public ProblemCode code() {
        return code;
    }

    public HttpHeaders headers() {
        return headers;
    }

    Map<String, Object> members() {
        return members;
    }

    /** Written when it is first asked for: a problem that is the same each time may be kept and thrown again. */
    byte[] body(Supplier<byte[]> writer) {
        var written = body;
        if (written == null) {
            written = writer.get();
            body = written;
        }
        return written;
    }

    public String detail() {
        var detail = getMessage();
        return detail == null ? code.title() : detail;
    }
}
