package dev.tigrit.sessions;

import dev.tigrit.testkit.ConfigMapTests;
import java.util.Map;

class ConfigMapIT extends ConfigMapTests {

    ConfigMapIT() {
        super(
                SessionsApplication.class,
                "sessions",
                Map.of("SESSION_SIGNING_KEY", "a signing key, long enough for it, it is"));
    }
}
