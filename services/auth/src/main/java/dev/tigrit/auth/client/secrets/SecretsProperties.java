package dev.tigrit.auth.client.secrets;

import dev.tigrit.starter.client.KeySourceProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Secrets service.
 *
 * @param secrets where it is and how it is asked
 */
@ConfigurationProperties("auth")
public record SecretsProperties(@DefaultValue KeySourceProperties secrets) {

    static final String PREFIX = "auth.secrets";

    /** Refuses what cannot work, naming the key. */
    public SecretsProperties {
        secrets.check(PREFIX);
    }
}
