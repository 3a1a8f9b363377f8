package dev.tigrit.auth.http;

import dev.tigrit.starter.problem.ProblemCode;
import org.springframework.http.HttpStatus;

/** The error that forward-auth has beside those of a credential. */
enum ForwardAuthProblem implements ProblemCode {
    IDENTITY_NOT_ALLOWED(HttpStatus.FORBIDDEN, "The user is authentic but may not pass here");

    private final HttpStatus status;
    private final String title;

    ForwardAuthProblem(HttpStatus status, String title) {
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
