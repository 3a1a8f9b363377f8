package dev.tigrit.gamebackend.ensureuser;

/** What a caller can be allowed to do; in the configuration in lower case with hyphens. */
enum Operation {
    /** Make or update the user of a Telegram id. */
    ENSURE_USER
}
