package dev.tigrit.sessions.forwardauth;

import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where gateways pass a session token on.
 *
 * @param cookie name of the cookie that may hold it beside {@code Authorization: Bearer}; empty: no cookie is looked at
 */
@ConfigurationProperties("sessions.forward-auth")
record ForwardAuthProperties(@DefaultValue("__Host-session") String cookie) {

    /** RFC 6265 section 4.1.1. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]*");

    ForwardAuthProperties {
        if (!NAME.matcher(cookie).matches()) {
            throw new IllegalArgumentException("sessions.forward-auth.cookie is not the name of a cookie");
        }
    }
}
