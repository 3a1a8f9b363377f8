package dev.tigrit.api.person;

import dev.tigrit.starter.problem.ProblemCode;
import dev.tigrit.starter.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Nothing is known of a token, because the service that knows it gives no answer. */
enum PersonProblem implements ProblemCode {
    IDENTITY_UNAVAILABLE;

    @Override
    public HttpStatus status() {
        return HttpStatus.SERVICE_UNAVAILABLE;
    }

    @Override
    public String title() {
        return "Whose the token is cannot be told now";
    }

    static ProblemException exception() {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "1");
        return new ProblemException(IDENTITY_UNAVAILABLE, IDENTITY_UNAVAILABLE.title() + ".", headers);
    }
}
