package dev.tigrit.auth.identity;

import dev.tigrit.starter.problem.ProblemCode;
import dev.tigrit.starter.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** The errors of services/auth/openapi.yaml. One detail stands for all failed signatures. */
public enum AuthProblem implements ProblemCode {
    CREDENTIAL_MISSING(HttpStatus.UNAUTHORIZED, "No credential was presented"),
    CREDENTIAL_MALFORMED(HttpStatus.UNAUTHORIZED, "The credential is malformed"),
    CREDENTIAL_INVALID(HttpStatus.UNAUTHORIZED, "The credential is not genuine"),
    CREDENTIAL_EXPIRED(HttpStatus.UNAUTHORIZED, "The credential has expired"),
    CREDENTIAL_NOT_YET_VALID(HttpStatus.UNAUTHORIZED, "The credential is not valid yet"),
    IDENTITY_MISSING(HttpStatus.UNAUTHORIZED, "The credential is genuine but names no user"),
    CREDENTIAL_REPLAYED(HttpStatus.UNAUTHORIZED, "The credential was used before"),
    USER_REFUSED(HttpStatus.BAD_REQUEST, "The Game backend does not take this user's data"),
    NOT_A_TELEGRAM_USER(HttpStatus.FORBIDDEN, "Only a Telegram user can be ensured"),
    IDENTITY_NOT_ALLOWED(HttpStatus.FORBIDDEN, "The user is authentic but may not pass here"),
    GAME_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The Game backend is not available"),
    KEYS_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "The verification keys are not available yet"),
    REPLAY_GUARD_UNAVAILABLE(HttpStatus.SERVICE_UNAVAILABLE, "Whether the credential was used before is not known now");

    private final Kind kind;

    @SuppressWarnings("ImmutableEnumChecker") // it has neither a trace nor anything that is suppressed
    private final ProblemException exception;

    AuthProblem(HttpStatus status, String title) {
        this.kind = new Kind(status, title);
        this.exception = new ProblemException(this, title + ".", headers(status));
    }

    @Override
    public Kind kind() {
        return kind;
    }

    /** The same each time, so there is one. */
    public ProblemException exception() {
        return exception;
    }

    /** 401 without an error code in the challenge, since none was sent (RFC 6750 section 3.1). */
    public static ProblemException missing() {
        return new ProblemException(
                CREDENTIAL_MISSING, CREDENTIAL_MISSING.title() + ".", HttpHeaders.WWW_AUTHENTICATE, "Bearer", "tma");
    }

    /** In whole seconds (RFC 9110 section 10.2.3). */
    public static ProblemException gameUnavailable(Duration retryAfter) {
        var seconds = Long.toString(Math.ceilDiv(retryAfter.toMillis(), 1_000));
        return new ProblemException(GAME_UNAVAILABLE, GAME_UNAVAILABLE.title() + ".", HttpHeaders.RETRY_AFTER, seconds);
    }

    private static HttpHeaders headers(HttpStatus status) {
        var headers = new HttpHeaders();
        switch (status) {
            case UNAUTHORIZED ->
                headers.addAll(HttpHeaders.WWW_AUTHENTICATE, List.of("Bearer error=\"invalid_token\"", "tma"));
            case SERVICE_UNAVAILABLE -> headers.set(HttpHeaders.RETRY_AFTER, "1");
            default -> {}
        }
        return headers;
    }
}
