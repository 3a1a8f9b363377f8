package dev.tigrit.gamebackend.client.secrets;

import dev.tigrit.starter.client.KeySourceProperties;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where JWT_SECRET comes from when the environment has none.
 *
 * @param secrets the Secrets service; without a url nothing is fetched
 */
@ConfigurationProperties("game")
record SecretsProperties(@DefaultValue KeySourceProperties secrets) {

    static final String PREFIX = "game.secrets";

    /** Refuses what cannot work, naming the key. */
    SecretsProperties {
        secrets.check(PREFIX);
    }
}
