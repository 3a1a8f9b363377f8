package dev.tigrit.starter.problem;

import org.springframework.http.HttpStatus;

/** Errors that any HTTP service can meet, whatever it does. */
public enum RequestProblem implements ProblemCode {
    BAD_REQUEST(HttpStatus.BAD_REQUEST, "The request is malformed"),
    UNAUTHENTICATED(HttpStatus.UNAUTHORIZED, "The caller is not authenticated"),
    FORBIDDEN(HttpStatus.FORBIDDEN, "The caller may not do this"),
    NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing at this address"),
    METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "This address does not answer that method"),
    NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No representation fits the Accept header"),
    REQUEST_TIMEOUT(HttpStatus.REQUEST_TIMEOUT, "The request did not arrive in time"),
    PAYLOAD_TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request is larger than the documented limit"),
    UNSUPPORTED_MEDIA_TYPE(
            HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body has another media type than the documented one"),
    TOO_MANY_REQUESTS(HttpStatus.TOO_MANY_REQUESTS, "The caller asks for too much at the same time"),
    TRUST_UNAVAILABLE(
            HttpStatus.SERVICE_UNAVAILABLE, "The key of the caller's token is newer than what this service knows"),
    INTERNAL_ERROR(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed"),
    OVERLOADED(HttpStatus.SERVICE_UNAVAILABLE, "The service has too much to do at the moment");

    private final Kind kind;

    RequestProblem(HttpStatus status, String title) {
        this.kind = new Kind(status, title);
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
