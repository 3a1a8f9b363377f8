package dev.tigrit.gamebackend.client.sessions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A session; {@code extendedAt} is its last use to within a minute, an extension before {@code extendAfter} does nothing. */
public record Session(
        String sessionId,
        String userId,
        Instant createdAt,
        Instant expiresAt,
        Instant extendedAt,
        Instant extendAfter,
        @Nullable String device) {}
