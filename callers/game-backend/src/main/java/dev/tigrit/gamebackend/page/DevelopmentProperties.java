package dev.tigrit.gamebackend.page;

import dev.tigrit.starter.key.Sensitive;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param botToken of the development bot, which signs anybody in on a developer's own machine; without one there is no such sign-in
 */
@ConfigurationProperties("game.development")
record DevelopmentProperties(@Nullable Sensitive botToken) {}
