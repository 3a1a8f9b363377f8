package dev.tigrit.api.store;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the database may take; where it is, is Boot's {@code spring.r2dbc}.
 *
 * @param timeout of one statement, the wait for a connection included
 */
@ConfigurationProperties("api.store")
record StoreProperties(@DefaultValue("2s") Duration timeout) {}
