package dev.tigrit.auth.http;

import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.problem.ProblemCode;
import dev.tigrit.starter.problem.ProblemException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
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

    private static final Duration SOON = Duration.ofSeconds(1);

    private static final Map<Reason.Disclosed, ProblemException> REFUSED = Arrays.stream(Reason.Disclosed.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), AuthProblem::refused));

    private final Kind kind;

    AuthProblem(HttpStatus status, String title) {
        this.kind = new Kind(status, title);
    }

    @Override
    public Kind kind() {
        return kind;
    }

    /** 401 without an error code in the challenge, since none was sent (RFC 6750 section 3.1). */
    public static ProblemException missing() {
        return challenge(CREDENTIAL_MISSING, "Bearer", "tma");
    }

    /** The problem for a refused credential. */
    public static ProblemException of(Verdict.Refused refused) {
        return switch (refused) {
            case Verdict.Rejected(var reason) -> refused(reason);
            case Verdict.KeysUnavailable _ -> later(KEYS_UNAVAILABLE, SOON);
            case Verdict.GuardUnavailable _ -> later(REPLAY_GUARD_UNAVAILABLE, SOON);
        };
    }

    /** The problem for that reason; the same each time, without a stack trace. */
    public static ProblemException refused(Reason reason) {
        return Objects.requireNonNull(REFUSED.get(reason.disclosed()));
    }

    private static ProblemException refused(Reason.Disclosed reason) {
        var code = switch (reason) {
            case MALFORMED -> CREDENTIAL_MALFORMED;
            case INVALID -> CREDENTIAL_INVALID;
            case EXPIRED -> CREDENTIAL_EXPIRED;
            case NOT_YET_VALID -> CREDENTIAL_NOT_YET_VALID;
            case NO_IDENTITY -> IDENTITY_MISSING;
            case REPLAYED -> CREDENTIAL_REPLAYED;
        };
        return challenge(code, "Bearer error=\"invalid_token\"", "tma");
    }

    static ProblemException gameUnavailable(Duration retryAfter) {
        return later(GAME_UNAVAILABLE, retryAfter);
    }

    ProblemException exception() {
        return new ProblemException(this, title() + ".");
    }

    /** In whole seconds (RFC 9110 section 10.2.3). */
    private static ProblemException later(AuthProblem code, Duration retryAfter) {
        var seconds = Long.toString(Math.ceilDiv(retryAfter.toMillis(), 1_000));
        return new ProblemException(code, code.title() + ".", HttpHeaders.RETRY_AFTER, seconds);
    }

    private static ProblemException challenge(AuthProblem code, String... challenges) {
        return new ProblemException(code, code.title() + ".", HttpHeaders.WWW_AUTHENTICATE, challenges);
    }
}
