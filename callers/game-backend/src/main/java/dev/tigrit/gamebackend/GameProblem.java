package dev.tigrit.gamebackend;

import dev.tigrit.starter.problem.ProblemCode;
import dev.tigrit.starter.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The errors of the two contracts that are the Game's own. After one with 503 nothing is known, and it is worth asking again. */
public enum GameProblem implements ProblemCode {
    INIT_DATA_EXPIRED(HttpStatus.UNAUTHORIZED, "What Telegram gave the page is too old"),
    INIT_DATA_REFUSED(HttpStatus.UNAUTHORIZED, "What the page sent is not Telegram's"),
    SIGNED_OUT(HttpStatus.UNAUTHORIZED, "Nobody is signed in"),
    AUTH_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Who you are cannot be checked now"),
    SESSIONS_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Sessions are not available now"),
    STORE_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The game's database is not available"),
    TOKEN_KEY_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The key that signs tokens is not available now");

    private static final Logger log = LoggerFactory.getLogger(GameProblem.class);

    private final Kind kind;

    GameProblem(HttpStatus status, String title) {
        this.kind = new Kind(status, title);
    }

    @Override
    public Kind kind() {
        return kind;
    }

    /** 401 for initData that Auth refuses with that code. */
    public static ProblemException refused(String authCode) {
        var problem = authCode.equals("credential_expired") ? INIT_DATA_EXPIRED : INIT_DATA_REFUSED;
        return problem.challenge("tma");
    }

    /** 401. No registered scheme says "cookie", and a 401 has to name one (RFC 9110 section 15.5.2). */
    public static ProblemException signedOut() {
        return SIGNED_OUT.challenge("Cookie");
    }

    /** 503 for an answer that the other service's contract has for other requests than ours, or not at all. */
    public ProblemException status(int answered) {
        log.atError().addKeyValue("status", answered).log("{}", this);
        return unavailable();
    }

    /** 503 for no answer. By the error's type only: messages quote addresses, bodies and values. */
    public ProblemException noAnswer(Throwable error) {
        if (error instanceof ProblemException known) {
            return known;
        }
        log.atWarn().addKeyValue("error", error.getClass().getSimpleName()).log("{}", this);
        return unavailable();
    }

    public ProblemException unavailable() {
        return ProblemException.unavailable(this);
    }

    private ProblemException challenge(String scheme) {
        return new ProblemException(this, title() + ".", HttpHeaders.WWW_AUTHENTICATE, scheme);
    }
}
