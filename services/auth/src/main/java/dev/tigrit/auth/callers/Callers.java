package dev.tigrit.auth.callers;

import dev.tigrit.starter.caller.CallerPermissions;
import dev.tigrit.starter.caller.CallerVerifier;
import dev.tigrit.starter.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Which service calls, and whether it may. */
public final class Callers {

    private final CallerVerifier verifier;
    private final CallerPermissions permissions;

    public Callers(CallerVerifier verifier, CallerPermissions permissions) {
        this.verifier = verifier;
        this.permissions = permissions;
    }

    /** The caller's name, or null when Authorization proves none. */
    public @Nullable String find(HttpHeaders headers) {
        var values = headers.getOrEmpty(HttpHeaders.AUTHORIZATION);
        return values.size() == 1 ? verifier.verify(values.getFirst()) : null;
    }

    /**
     * The caller's name.
     *
     * @throws ProblemException 401 when Authorization proves none, 403 when that caller may not do this
     */
    public String require(HttpHeaders headers, Operation operation) {
        var values = headers.getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (values.size() > 1) {
            throw ProblemException.unauthenticated(true);
        }
        var caller = verifier.require(values.isEmpty() ? null : values.getFirst());
        permissions.require(caller, operation.key());
        return caller;
    }
}
