package dev.tigrit.bot.client.auth;

import dev.tigrit.starter.client.ServiceAddress;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param auth Auth; its timeout is longer than the second that Auth gives the Game */
@ConfigurationProperties("bot")
record AuthProperties(ServiceAddress auth) {}
