package dev.tigrit.auth;

import dev.tigrit.testkit.ConfigMapTests;
import java.util.Map;

class ConfigMapIT extends ConfigMapTests {

    ConfigMapIT() {
        super(
                AuthApplication.class,
                "auth",
                Map.of("TELEGRAM_BOT_TOKEN", "4200000042:a-token-that-no-bot-has-ever-had"));
    }
}
