package dev.tigrit.starter.caller;

import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.Map;
import java.util.Set;

/**
 * What each caller may do: being authenticated is no permission.
 *
 * @param callers operations by caller, {@code <namespace>/<serviceaccount>} or {@code internal}; a caller that is not listed may
 *     do nothing
 */
public record CallerPermissions(Map<String, Set<String>> callers) {

    public boolean allows(String caller, String operation) {
        return callers.getOrDefault(caller, Set.of()).contains(operation);
    }

    /**
     * Ends the request unless the caller may do that.
     *
     * @throws ProblemException 403 when it may not
     */
    public void require(String caller, String operation) {
        if (!allows(caller, operation)) {
            throw new ProblemException(
                    RequestProblem.FORBIDDEN, "The caller is not listed for the operation " + operation + ".");
        }
    }
}
