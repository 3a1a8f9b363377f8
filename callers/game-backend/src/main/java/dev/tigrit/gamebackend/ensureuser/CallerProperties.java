package dev.tigrit.gamebackend.ensureuser;

import dev.tigrit.starter.caller.Callers;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may ask what in their own name.
 *
 * @param callers operations (ensure-user) by caller, {@code <namespace>/<serviceaccount>} or {@code internal}; a caller that is
 *     not listed may do nothing
 */
@ConfigurationProperties("game")
record CallerProperties(@DefaultValue Map<String, Set<String>> callers) {

    CallerProperties {
        Callers.requireKnown("game.callers", callers, Operation.class);
    }

    /** What a caller can be allowed to do; in the configuration in lower case with hyphens. */
    enum Operation {
        /** Make or update the user of a Telegram id. */
        ENSURE_USER
    }
}
