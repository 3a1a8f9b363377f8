package dev.tigrit.gamebackend.page;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Signing in without Telegram, as anybody: for a developer's own machine.
 *
 * @param botToken of the development bot, which signs; without one there is no such sign-in
 */
@ConfigurationProperties("game.development")
record DevelopmentProperties(@Nullable String botToken) {

    boolean isOn() {
        return botToken != null;
    }

    @Override
    public String toString() {
        return "DevelopmentProperties[" + isOn() + "]";
    }
}
