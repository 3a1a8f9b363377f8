package dev.tigrit.operator.bundle;

/**
 * What the store held.
 *
 * @param complete false when the index or a shard is lost: versions are then not known for sure, and what is left has to be written
 *     again
 */
public record StoredBundle(Bundle bundle, boolean complete) {}
