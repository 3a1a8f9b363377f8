package dev.tigrit.gamebackend.client;

import dev.tigrit.starter.problem.ProblemCode;
import dev.tigrit.starter.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Another service gave no usable answer: nothing is known, and it is worth asking again. */
public enum UnavailableProblem implements ProblemCode {
    AUTH_UNAVAILABLE("Who you are cannot be checked now"),
    SESSIONS_UNAVAILABLE("Sessions are not available now");

    private static final Logger log = LoggerFactory.getLogger(UnavailableProblem.class);

    private final String title;

    UnavailableProblem(String title) {
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

    /** For an answer that the contract has for other requests than ours, or not at all. */
    public ProblemException status(int status) {
        log.atError().addKeyValue("status", status).log("{}", this);
        return exception();
    }

    /** For no answer. By the error's type only: messages quote addresses and bodies. */
    public ProblemException noAnswer(Throwable error) {
        if (error instanceof ProblemException known) {
            return known;
        }
        log.atWarn().addKeyValue("error", error.getClass().getSimpleName()).log("{}", this);
        return exception();
    }

    private ProblemException exception() {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "1");
        return new ProblemException(this, title + ".", headers);
    }
}
