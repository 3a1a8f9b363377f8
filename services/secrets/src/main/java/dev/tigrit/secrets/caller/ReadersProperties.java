package dev.tigrit.secrets.caller;

import dev.tigrit.secrets.secret.KeyName;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may read what in directory mode; in bundle mode each entry says it itself.
 *
 * @param readers callers by key: {@code internal} or {@code <namespace>/<serviceaccount>}; a key that is not listed is
 *     readable by nobody
 */
@ConfigurationProperties("secrets")
public record ReadersProperties(@DefaultValue Map<String, Set<String>> readers) {

    public ReadersProperties {
        readers.forEach((key, callers) -> {
            if (!KeyName.isValid(key)) {
                throw new IllegalArgumentException("secrets.readers." + key + ": a key is named " + KeyName.REGEX);
            }
            for (var caller : callers) {
                if (!ReaderName.isValid(caller)) {
                    throw new IllegalArgumentException("secrets.readers." + key + ": " + caller
                            + " is neither internal nor <namespace>/<serviceaccount>");
                }
            }
        });
    }

    /** The callers that may read the key. */
    public Set<String> of(String key) {
        return readers.getOrDefault(key, Set.of());
    }
}
