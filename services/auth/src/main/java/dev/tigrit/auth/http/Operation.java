package dev.tigrit.auth.http;

/** What a caller can be allowed to do; in the configuration in lower case with hyphens. */
public enum Operation {
    /** Name a Telegram user without the user's credential. */
    ENSURE_TELEGRAM_USER,
    INTROSPECT
}
