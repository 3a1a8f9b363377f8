package dev.tigrit.gamebackend.signin;

import dev.tigrit.starter.problem.ProblemCode;
import dev.tigrit.starter.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Why somebody is not signed in. */
enum SignInProblem implements ProblemCode {
    INIT_DATA_EXPIRED("What Telegram gave the page is too old"),
    INIT_DATA_REFUSED("What the page sent is not Telegram's");

    private final String title;

    SignInProblem(String title) {
        this.title = title;
    }

    @Override
    public HttpStatus status() {
        return HttpStatus.UNAUTHORIZED;
    }

    @Override
    public String title() {
        return title;
    }

    static ProblemException of(String authCode) {
        var problem = authCode.equals("credential_expired") ? INIT_DATA_EXPIRED : INIT_DATA_REFUSED;
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.WWW_AUTHENTICATE, "tma");
        return new ProblemException(problem, problem.title + ".", headers);
    }
}
