package dev.tigrit.gamebackend.user;

import java.time.Instant;
import java.util.UUID;

/**
 * @param id the game's own; never changes
 * @param telegramId in decimal, which is Auth's {@code user_id} too
 * @param since when the game first heard of the person
 */
public record User(UUID id, String telegramId, KnownFields known, Instant since) {}
