package dev.tigrit.sessions.store.redis;

/**
 * The answer to a write, and how far it has spread.
 *
 * @param replicas how many replicas are known to have it; 0 also when that cannot be told
 */
public record Replicated<T>(T value, long replicas) {}
