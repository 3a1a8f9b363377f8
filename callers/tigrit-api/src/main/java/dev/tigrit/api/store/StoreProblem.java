package dev.tigrit.api.store;

import dev.tigrit.starter.problem.ProblemCode;
import dev.tigrit.starter.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The database gave no answer. */
enum StoreProblem implements ProblemCode {
    STORE_UNAVAILABLE;

    private static final Logger log = LoggerFactory.getLogger(StoreProblem.class);

    @Override
    public HttpStatus status() {
        return HttpStatus.SERVICE_UNAVAILABLE;
    }

    @Override
    public String title() {
        return "The database is not available";
    }

    /** By the error's type only: messages of the driver quote values. */
    static ProblemException of(Throwable error) {
        log.atWarn().addKeyValue("error", error.getClass().getSimpleName()).log("no answer from the database");
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "1");
        return new ProblemException(STORE_UNAVAILABLE, STORE_UNAVAILABLE.title() + ".", headers);
    }
}
