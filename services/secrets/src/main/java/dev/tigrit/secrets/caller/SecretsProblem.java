package dev.tigrit.secrets.caller;

import dev.tigrit.starter.problem.ProblemCode;
import org.springframework.http.HttpStatus;

/** The errors of services/secrets/openapi.yaml that only this service has. */
public enum SecretsProblem implements ProblemCode {
    NOT_YET(HttpStatus.SERVICE_UNAVAILABLE, "This replica has not loaded that revision yet"),
    UNKNOWN_FORMAT(HttpStatus.UNPROCESSABLE_CONTENT, "The bundle has a format that this release does not read"),
    STALE_REVISION(HttpStatus.CONFLICT, "A newer bundle is served"),
    REVISION_CONFLICT(HttpStatus.CONFLICT, "Another bundle of this revision is served");

    private final Kind kind;

    SecretsProblem(HttpStatus status, String title) {
        this.kind = new Kind(status, title);
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
