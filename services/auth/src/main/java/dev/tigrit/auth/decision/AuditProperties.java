package dev.tigrit.auth.decision;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The audit log.
 *
 * @param key name of the key, in the environment or in Secrets, at least 32 bytes, under which credentials are digested, so that
 *     one credential has one digest on every replica and after a restart; a random one of the process when unset
 */
@ConfigurationProperties("auth.audit")
record AuditProperties(@Nullable String key) {}
