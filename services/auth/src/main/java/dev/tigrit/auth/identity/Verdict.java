package dev.tigrit.auth.identity;

/** The outcome of checking one credential. */
public sealed interface Verdict {

    /** The credential is genuine and fresh, and names a user. */
    record Accepted(Identity identity) implements Verdict {}

    /** Anything but a user. */
    sealed interface Refused extends Verdict {
        default AuthProblem problem() {
            return switch (this) {
                case Rejected(var reason) -> reason.problem();
                case KeysUnavailable _ -> AuthProblem.KEYS_UNAVAILABLE;
                case GuardUnavailable _ -> AuthProblem.REPLAY_GUARD_UNAVAILABLE;
            };
        }
    }

    /** The credential is not accepted: 401. */
    record Rejected(Reason reason) implements Refused {}

    /** There is no key to check it with yet: 503, never 401. */
    record KeysUnavailable() implements Refused {}

    /** Genuine, but whether it was used before cannot be asked now: 503. */
    record GuardUnavailable() implements Refused {}

    static Verdict rejected(Reason reason) {
        return new Rejected(reason);
    }
}
