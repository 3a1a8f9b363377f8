package dev.tigrit.auth.decision;

import dev.tigrit.auth.origin.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Where a credential came in.
 *
 * @param operation the endpoint, as in the audit line and metrics: verify, ensure-user, introspect, forward-auth
 * @param caller the authenticated service that asks, or null
 * @param origin the connection and what proxies say of it
 */
public record Attempt(String operation, @Nullable String caller, Origin origin) {

    /** From nowhere in particular: its failures are not limited. */
    public Attempt(String operation, @Nullable String caller) {
        this(operation, caller, Origin.UNKNOWN);
    }
}
