package dev.tigrit.gamebackend.client.auth;

import dev.tigrit.starter.client.ServiceAddress;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** @param auth the Auth service */
@ConfigurationProperties("game")
record AuthProperties(ServiceAddress auth) {}
