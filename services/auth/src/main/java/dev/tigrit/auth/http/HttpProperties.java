package dev.tigrit.auth.http;

import dev.tigrit.auth.identity.Identity;
import dev.tigrit.starter.caller.Callers;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Permissions of callers, and rules for gateways.
 *
 * @param callers operations (ensure-telegram-user, introspect) by caller, {@code <namespace>/<serviceaccount>} or
 *     {@code internal}; a caller that is not listed may do nothing
 * @param forwardAuth which identities gateways accept
 */
@ConfigurationProperties("auth")
record HttpProperties(
        @DefaultValue Map<String, Set<String>> callers,
        @DefaultValue ForwardAuth forwardAuth) {

    /**
     * Rules for gateways.
     *
     * @param methods how an identity may be proved; another one is 403; all when empty
     */
    record ForwardAuth(@DefaultValue Set<Identity.Method> methods) {

        boolean allows(Identity.Method method) {
            return methods.isEmpty() || methods.contains(method);
        }
    }

    HttpProperties {
        Callers.requireKnown("auth.callers", callers, Operation.class);
    }

    /** What a caller can be allowed to do; in the configuration in lower case with hyphens. */
    enum Operation {
        /** Name a Telegram user without the user's credential. */
        ENSURE_TELEGRAM_USER,
        INTROSPECT
    }
}
