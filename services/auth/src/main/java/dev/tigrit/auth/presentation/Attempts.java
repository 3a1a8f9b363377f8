package dev.tigrit.auth.presentation;

import dev.tigrit.auth.decision.Attempt;
import dev.tigrit.auth.origin.Origin;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/** Says of a request where its credential came from. */
public final class Attempts {

    private Attempts() {}

    /**
     * One attempt.
     *
     * @param operation the endpoint, as in the audit line and metrics
     * @param caller the authenticated service that asks, or null
     */
    public static Attempt of(ServerHttpRequest request, String operation, @Nullable String caller) {
        return new Attempt(
                operation,
                caller,
                new Origin(request.getRemoteAddress(), request.getHeaders().getOrEmpty(Origin.HEADER)));
    }
}
