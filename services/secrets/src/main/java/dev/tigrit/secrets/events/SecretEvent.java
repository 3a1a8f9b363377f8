package dev.tigrit.secrets.events;

/**
 * One state of one key.
 *
 * @param key its name
 * @param version of its current value
 * @param revision of the catalogue that has it
 */
record SecretEvent(String key, long version, long revision) {}
