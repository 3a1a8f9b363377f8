package dev.tigrit.starter.problem;

import java.io.Serial;
import org.springframework.http.HttpHeaders;

/** Ends a request with a problem. Its detail reaches the client: no input, credential or value belongs in it. */
public final class ProblemException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient ProblemCode code;
    private final transient HttpHeaders headers;

    public ProblemException(ProblemCode code, String detail) {
        this(code, detail, HttpHeaders.EMPTY);
    }

    /** @param headers sent with the problem, as {@code WWW-Authenticate}, {@code Retry-After} or {@code Allow} */
    public ProblemException(ProblemCode code, String detail, HttpHeaders headers) {
        // Expected results are thrown often and by anybody: no stack trace is taken.
        super(detail, null, false, false);
        this.code = code;
        this.headers = headers;
    }

    /**
     * 401 with the challenge of RFC 6750 section 3: without an error code when no token was sent, else
     * {@code invalid_token}.
     */
    public static ProblemException unauthenticated(boolean tokenWasSent) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.WWW_AUTHENTICATE, tokenWasSent ? "Bearer error=\"invalid_token\"" : "Bearer");
        return new ProblemException(
                RequestProblem.UNAUTHENTICATED,
                tokenWasSent ? "The caller's token is not valid." : "The call needs Authorization: Bearer.",
                headers);
    }

    /** The same where {@code Basic} is accepted too (RFC 6749 section 2.3.1): one more challenge. */
    public static ProblemException unauthenticatedClient(boolean credentialWasSent) {
        var bearer = unauthenticated(credentialWasSent);
        var headers = HttpHeaders.copyOf(bearer.headers());
        headers.add(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"introspection\", charset=\"UTF-8\"");
        return new ProblemException(
                RequestProblem.UNAUTHENTICATED,
                credentialWasSent
                        ? "The caller's credentials are not valid."
                        : "The call needs Authorization: Bearer or Basic.",
                headers);
    }

    /** For what is not available now and is worth asking for again after a second; the title says all. */
    public static ProblemException unavailable(ProblemCode code) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "1");
        return new ProblemException(code, code.title() + ".", headers);
    }

    public ProblemCode code() {
        return code;
    }

    public HttpHeaders headers() {
        return headers;
    }

    public String detail() {
        var detail = getMessage();
        return detail == null ? code.title() : detail;
    }
}
