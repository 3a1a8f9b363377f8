package dev.tigrit.bot.intake;

import dev.tigrit.bot.client.telegram.BotToken;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Readiness: nobody sends an update here while the token is on its way. Who asks for updates waits by himself. */
@Component("token")
record TokenHealthIndicator(IntakeProperties properties, BotToken token) implements HealthIndicator {

    @Override
    public Health health() {
        return properties.mode() == IntakeProperties.Mode.WEBHOOK && token.bot() == null
                ? Health.outOfService()
                        .withDetail("missing", "TELEGRAM_BOT_TOKEN")
                        .build()
                : Health.up().build();
    }
}
