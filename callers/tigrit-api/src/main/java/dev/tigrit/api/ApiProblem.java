package dev.tigrit.api;

import dev.tigrit.starter.problem.ProblemCode;
import org.springframework.http.HttpStatus;

/** The errors of openapi.yaml that are this program's own: something that it needs gives no answer. */
public enum ApiProblem implements ProblemCode {
    IDENTITY_UNAVAILABLE("Whose the token is cannot be told now"),
    STORE_UNAVAILABLE("The database is not available");

    private final String title;

    ApiProblem(String title) {
        this.title = title;
    }

    @Override
    public HttpStatus status() {
        return HttpStatus.SERVICE_UNAVAILABLE;
    }

    @Override
    public String title() {
        return title;
    }
}
