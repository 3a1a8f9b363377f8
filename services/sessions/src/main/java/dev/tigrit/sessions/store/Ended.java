package dev.tigrit.sessions.store;

import java.util.OptionalLong;

/**
 * What ending sessions came to.
 *
 * @param reused whether the token that ended the session was one that a rotation had superseded
 * @param replicas how many have it as well; nothing when that was not waited for
 */
public record Ended(long count, boolean reused, OptionalLong replicas) {}
