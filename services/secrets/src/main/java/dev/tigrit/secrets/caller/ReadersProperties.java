package dev.tigrit.secrets.caller;

import dev.tigrit.secrets.secret.KeyName;
import dev.tigrit.starter.caller.CallerVerifier;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may read what.
 *
 * @param readers callers by key: {@code internal} or {@code <namespace>/<serviceaccount>}; a key that is not listed is
 *     readable by nobody
 */
@ConfigurationProperties("secrets")
public record ReadersProperties(@DefaultValue Map<String, Set<String>> readers) {

    /** Two names of Kubernetes objects (RFC 1123 labels and subdomains). */
    private static final Pattern SERVICE_ACCOUNT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}/[a-z0-9][a-z0-9.-]{0,252}");

    public ReadersProperties {
        readers.forEach((key, callers) -> {
            if (!KeyName.isValid(key)) {
                throw new IllegalArgumentException("secrets.readers." + key + ": a key is named " + KeyName.REGEX);
            }
            for (var caller : callers) {
                if (!caller.equals(CallerVerifier.INTERNAL)
                        && !SERVICE_ACCOUNT.matcher(caller).matches()) {
                    throw new IllegalArgumentException("secrets.readers." + key + ": " + caller
                            + " is neither internal nor <namespace>/<serviceaccount>");
                }
            }
        });
    }

    /** The internal caller never reads the key that makes it one: who holds a copy gains no later version of it. */
    public boolean mayRead(String caller, String key) {
        if (key.equals(KeyName.INTERNAL_API_SECRET) && caller.equals(CallerVerifier.INTERNAL)) {
            return false;
        }
        var callers = readers.get(key);
        return callers != null && callers.contains(caller);
    }
}
