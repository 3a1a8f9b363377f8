package dev.tigrit.auth.decision;

import org.jspecify.annotations.Nullable;

/**
 * Where a credential came in.
 *
 * @param operation the endpoint, as in the audit line and metrics: verify, ensure-user, introspect, forward-auth
 * @param caller the authenticated service that asks, or null
 */
public record Attempt(String operation, @Nullable String caller) {}
