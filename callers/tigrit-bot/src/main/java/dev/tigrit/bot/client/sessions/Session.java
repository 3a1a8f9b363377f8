package dev.tigrit.bot.client.sessions;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where and when a person is signed in. */
public record Session(@Nullable String device, Instant extendedAt) {}
