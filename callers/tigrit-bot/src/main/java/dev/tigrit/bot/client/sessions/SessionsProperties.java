package dev.tigrit.bot.client.sessions;

import dev.tigrit.starter.client.ServiceAddress;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param sessions the Sessions service */
@ConfigurationProperties("bot")
record SessionsProperties(ServiceAddress sessions) {}
