package dev.tigrit.api.client;

import dev.tigrit.starter.client.ServiceAddress;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the other services are.
 *
 * @param auth the Auth service
 * @param sessions the Sessions service; its verify needs no caller
 */
@ConfigurationProperties("api")
record ClientProperties(ServiceAddress auth, ServiceAddress sessions) {}
