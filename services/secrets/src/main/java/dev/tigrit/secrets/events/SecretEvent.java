package dev.tigrit.secrets.events;

import org.jspecify.annotations.Nullable;

/**
 * One state of one key.
 *
 * @param key its name
 * @param version of its current value
 * @param revision of the catalogue that has it
 * @param incarnation of that catalogue, null when it has none
 */
record SecretEvent(
        String key, long version, long revision, @Nullable String incarnation) {}
