package dev.tigrit.gamebackend.client.auth;

import dev.tigrit.gamebackend.user.KnownFields;

/** What Auth says of a credential. */
public sealed interface Verified {

    /** It is this Telegram user's. */
    record Person(String telegramId, KnownFields known) implements Verified {}

    /** It is nobody's; the code is Auth's. */
    record Refused(String code) implements Verified {}
}
