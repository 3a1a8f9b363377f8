package miniapp;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * From the environment, see application.yaml.
 *
 * @param callerTokenFile empty: internalApiSecret says who asks Sessions
 */
@ConfigurationProperties("miniapp")
record Settings(String authUrl, String sessionsUrl, String callerTokenFile, String internalApiSecret) {}
