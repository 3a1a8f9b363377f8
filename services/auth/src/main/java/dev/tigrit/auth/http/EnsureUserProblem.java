package dev.tigrit.auth.http;

import dev.tigrit.starter.problem.ProblemCode;
import dev.tigrit.starter.problem.ProblemException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The errors that ensure-user has beside those of a credential. */
enum EnsureUserProblem implements ProblemCode {
    USER_REFUSED(HttpStatus.BAD_REQUEST, "The Game backend does not take this user's data"),
    NOT_A_TELEGRAM_USER(HttpStatus.FORBIDDEN, "Only a Telegram user can be ensured"),
    GAME_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The Game backend is not available");

    private final HttpStatus status;
    private final String title;

    EnsureUserProblem(HttpStatus status, String title) {
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

    ProblemException exception() {
        return new ProblemException(this, title + ".");
    }

    static ProblemException gameUnavailable(Duration retryAfter) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.ceilDiv(retryAfter.toMillis(), 1_000)));
        return new ProblemException(GAME_UNAVAILABLE, GAME_UNAVAILABLE.title + ".", headers);
    }
}
