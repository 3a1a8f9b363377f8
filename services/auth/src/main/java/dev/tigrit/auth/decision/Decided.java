package dev.tigrit.auth.decision;

import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.Reason;
import dev.tigrit.auth.identity.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * One decision.
 *
 * @param operation the endpoint
 * @param caller the authenticated service that asked, or null
 * @param checked the verdict on the credential itself
 * @param answer the verdict after the replay guard
 * @param startedNanos of {@link System#nanoTime}
 */
public record Decided(
        String operation,
        @Nullable String caller,
        Credential credential,
        Verdict checked,
        Verdict answer,
        long startedNanos) {

    /** How it ended; the lower-case name is in the audit line and the metrics. */
    enum Result {
        ACCEPTED,
        REJECTED,
        KEYS_UNAVAILABLE,
        GUARD_UNAVAILABLE
    }

    Result result() {
        return switch (answer) {
            case Verdict.Accepted _ -> Result.ACCEPTED;
            case Verdict.Rejected _ -> Result.REJECTED;
            case Verdict.KeysUnavailable _ -> Result.KEYS_UNAVAILABLE;
            case Verdict.GuardUnavailable _ -> Result.GUARD_UNAVAILABLE;
        };
    }

    /** In full, also where the client gets less detail. */
    @Nullable
    Reason reason() {
        return answer instanceof Verdict.Rejected(var reason) ? reason : null;
    }

    /** Whose credential it is, when it is genuine: also of one that was then refused as replayed. */
    @Nullable
    Identity identity() {
        return checked instanceof Verdict.Accepted(var identity) ? identity : null;
    }
}
