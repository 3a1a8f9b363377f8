package dev.tigrit.gamebackend.user;

/**
 * A user that exists now.
 *
 * @param created whether this call made it
 */
public record EnsuredUser(User user, boolean created) {}
