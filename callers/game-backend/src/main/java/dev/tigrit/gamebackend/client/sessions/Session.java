package dev.tigrit.gamebackend.client.sessions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A session as Sessions knows it.
 *
 * @param extendedAt when it was used last, to within a minute
 * @param extendAfter an extension before this moment does nothing
 * @param device what the person signed in with
 */
public record Session(
        String sessionId,
        String userId,
        Instant createdAt,
        Instant expiresAt,
        Instant extendedAt,
        Instant extendAfter,
        @Nullable String device) {}
