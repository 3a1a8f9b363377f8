package dev.tigrit.auth.decision;

import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.auth.origin.TrustedProxies;
import dev.tigrit.auth.ratelimit.FailureLimit;
import org.jspecify.annotations.Nullable;

/**
 * Turns a refusal into {@link Verdict.TooManyFailures} when its address has failed too often. The check has been made by then, so
 * that a valid credential is accepted whoever else fails behind the same address.
 */
final class Failures {

    private final @Nullable FailureLimit limit;
    private final TrustedProxies proxies;

    /** @param limit null when failures are not limited */
    Failures(@Nullable FailureLimit limit, TrustedProxies proxies) {
        this.limit = limit;
        this.proxies = proxies;
    }

    /** An authenticated service asks for many users at once, so its attempts do not count. */
    Verdict limit(Verdict verdict, Attempt attempt) {
        if (limit == null || attempt.caller() != null || !(verdict instanceof Verdict.Rejected)) {
            return verdict;
        }
        var client = proxies.client(attempt.origin());
        var retryAfter = client == null ? null : limit.failed(client);
        return retryAfter == null ? verdict : new Verdict.TooManyFailures(retryAfter);
    }
}
