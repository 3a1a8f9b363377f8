package dev.tigrit.api;

import dev.tigrit.starter.problem.ProblemCode;
import org.springframework.http.HttpStatus;

/** The errors of openapi.yaml that are this program's own: something that it needs gives no answer. */
public enum ApiProblem implements ProblemCode {
    IDENTITY_UNAVAILABLE("Whose the token is cannot be told now"),
    STORE_UNAVAILABLE("The database is not available");

    private final Kind kind;

    ApiProblem(String title) {
        this.kind = new Kind(HttpStatus.SERVICE_UNAVAILABLE, title);
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
