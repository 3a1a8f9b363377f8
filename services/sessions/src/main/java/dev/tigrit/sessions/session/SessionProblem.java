package dev.tigrit.sessions.session;

import dev.tigrit.starter.problem.ProblemCode;
import dev.tigrit.starter.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The errors of this service's contract, beside those that any HTTP service has. */
public enum SessionProblem implements ProblemCode {
    SESSION_INVALID(
            HttpStatus.UNAUTHORIZED,
            "The session is not valid",
            "The token was not issued here, or its session has ended."),
    SESSION_EXPIRED(HttpStatus.UNAUTHORIZED, "The session has expired", "A deadline of the session has passed."),
    SESSION_ENDED(
            HttpStatus.CONFLICT,
            "The session has ended",
            "The session that this Idempotency-Key made has ended or has another token; use a new key for a new session."),
    SESSION_LIMIT_REACHED(
            HttpStatus.CONFLICT,
            "The user has too many sessions",
            "The user has as many sessions as one may have; end one of them first."),
    IDEMPOTENCY_KEY_REUSED(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "The Idempotency-Key belongs to another request",
            "The Idempotency-Key was used before with another body."),
    TOO_MANY_REQUESTS(
            HttpStatus.TOO_MANY_REQUESTS,
            "The caller sends too many requests at the same time",
            "Too many of these calls are waiting already; try again."),
    STORE_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The session store does not answer",
            "Nothing is known about the session; try again."),
    KEY_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The signing key is not available yet",
            "Nothing is known about the session; try again.");

    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // it has neither a trace nor anything that is suppressed
    private final ProblemException exception;

    SessionProblem(HttpStatus status, String title, String detail) {
        this.kind = new Kind(status, title);
        this.exception = new ProblemException(this, detail, headers(status));
    }

    @Override
    public Kind kind() {
        return kind;
    }

    /** With a constant detail: why a token is refused is for the audit log only. It is the same each time, so there is one. */
    public ProblemException exception() {
        return exception;
    }

    private static HttpHeaders headers(HttpStatus status) {
        var headers = new HttpHeaders();
        switch (status) {
            case UNAUTHORIZED -> headers.set(HttpHeaders.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
            case TOO_MANY_REQUESTS, SERVICE_UNAVAILABLE -> headers.set(HttpHeaders.RETRY_AFTER, "1");
            default -> {}
        }
        return headers;
    }
}
