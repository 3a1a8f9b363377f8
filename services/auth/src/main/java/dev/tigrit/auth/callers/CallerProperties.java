package dev.tigrit.auth.callers;

import dev.tigrit.starter.caller.CallerPermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may ask what in their own name.
 *
 * @param callers operations (ensure-telegram-user, introspect) by caller, {@code <namespace>/<serviceaccount>} or
 *     {@code internal}; a caller that is not listed may do nothing
 */
@ConfigurationProperties("auth")
public record CallerProperties(@DefaultValue Map<String, Set<String>> callers) {

    /** Refuses an operation that does not exist: its permission would silently never apply. */
    public CallerProperties {
        for (var caller : callers.entrySet()) {
            var unknown = new TreeSet<>(caller.getValue());
            unknown.removeAll(Operation.names());
            if (!unknown.isEmpty()) {
                throw new IllegalStateException("auth.callers." + caller.getKey() + " has unknown operations " + unknown
                        + "; known are " + Operation.names());
            }
        }
    }

    CallerPermissions toPermissions() {
        return new CallerPermissions(callers);
    }
}
