package dev.tigrit.secrets.read;

import dev.tigrit.starter.problem.ProblemCode;
import org.springframework.http.HttpStatus;

/** Errors that only this service has. */
enum SecretProblem implements ProblemCode {
    NOT_YET(HttpStatus.SERVICE_UNAVAILABLE, "This replica has not loaded that revision yet");

    private final HttpStatus status;
    private final String title;

    SecretProblem(HttpStatus status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public HttpStatus status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
