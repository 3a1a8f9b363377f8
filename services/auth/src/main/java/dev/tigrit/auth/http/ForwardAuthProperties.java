package dev.tigrit.auth.http;

import dev.tigrit.auth.identity.Identity;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom gateways let through.
 *
 * @param methods how an identity may be proved (telegram_init_data, telegram_login, jwt); another one is 403; all when empty
 */
@ConfigurationProperties("auth.forward-auth")
public record ForwardAuthProperties(@DefaultValue Set<Identity.Method> methods) {

    boolean allows(Identity.Method method) {
        return methods.isEmpty() || methods.contains(method);
    }
}
