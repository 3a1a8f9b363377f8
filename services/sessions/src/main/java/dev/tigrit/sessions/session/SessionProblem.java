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
            "The token was not issued here, or its session has ended.",
            HttpHeaders.WWW_AUTHENTICATE,
            "Bearer error=\"invalid_token\""),
    SESSION_EXPIRED(
            HttpStatus.UNAUTHORIZED,
            "The session has expired",
            "A deadline of the session has passed.",
            HttpHeaders.WWW_AUTHENTICATE,
            "Bearer error=\"invalid_token\""),
    SESSION_ENDED(
            HttpStatus.CONFLICT,
            "The session has ended",
            "The session that this Idempotency-Key made has ended or has another token; use a new key for a new session.",
            "",
            ""),
    SESSION_LIMIT_REACHED(
            HttpStatus.CONFLICT,
            "The user has too many sessions",
            "The user has as many sessions as one may have; end one of them first.",
            "",
            ""),
    IDEMPOTENCY_KEY_REUSED(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "The Idempotency-Key belongs to another request",
            "The Idempotency-Key came before with another body.",
            "",
            ""),
    TOO_MANY_REQUESTS(
            HttpStatus.TOO_MANY_REQUESTS,
            "The caller asks for too much at a time",
            "Too many of these calls wait for their turn; try again.",
            HttpHeaders.RETRY_AFTER,
            "1"),
    STORE_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The session store does not answer",
            "Nothing is known about the session; try again.",
            HttpHeaders.RETRY_AFTER,
            "1"),
    KEY_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The signing key is not there yet",
            "Nothing is known about the session; try again.",
            HttpHeaders.RETRY_AFTER,
            "1");

    private final HttpStatus status;
    private final String title;
    private final String detail;
    private final String header;
    private final String headerValue;

    SessionProblem(HttpStatus status, String title, String detail, String header, String headerValue) {
        this.status = status;
        this.title = title;
        this.detail = detail;
        this.header = header;
        this.headerValue = headerValue;
    }

    @Override
    public HttpStatus status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }

    /** With a constant detail: how far a refused token came is for the audit log only. */
    public ProblemException exception() {
        var headers = new HttpHeaders();
        if (!header.isEmpty()) {
            headers.set(header, headerValue);
        }
        return new ProblemException(this, detail, headers);
    }
}
