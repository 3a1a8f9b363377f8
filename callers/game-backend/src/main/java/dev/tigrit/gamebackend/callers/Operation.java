package dev.tigrit.gamebackend.callers;

/** What a caller can be allowed to do; in the configuration in lower case with hyphens. */
public enum Operation {
    /** Make or update the user of a Telegram id. */
    ENSURE_USER
}
