package dev.tigrit.secrets.admin;

import dev.tigrit.starter.problem.ProblemCode;
import org.springframework.http.HttpStatus;

/** Errors that only the admin port has. */
enum AdminProblem implements ProblemCode {
    UNKNOWN_FORMAT(HttpStatus.UNPROCESSABLE_CONTENT, "The bundle has a format that this release does not read"),
    STALE_REVISION(HttpStatus.CONFLICT, "A newer bundle is served"),
    REVISION_CONFLICT(HttpStatus.CONFLICT, "Another bundle of this revision is served");

    private final HttpStatus status;
    private final String title;

    AdminProblem(HttpStatus status, String title) {
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
