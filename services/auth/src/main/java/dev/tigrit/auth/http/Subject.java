package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;

/** On whose behalf ensure-user is asked. */
sealed interface Subject {

    /** The user's own credential. */
    record Presented(Credential credential) implements Subject {}

    /** A user whom the calling service names; only an allowed caller may, and the members are looked at after that. */
    record Vouched(TelegramUserBody user) implements Subject {}
}
