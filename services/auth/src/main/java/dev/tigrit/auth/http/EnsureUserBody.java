package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import org.jspecify.annotations.Nullable;

/** The body of POST /v1/ensure-user: a credential as for verify, or a Telegram user. */
record EnsureUserBody(
        @Nullable String type,
        @Nullable String credential,
        @Nullable String bot,
        @Nullable TelegramUserBody telegramUser) {

    /** The user to ensure. */
    sealed interface Subject {

        /** The user's own credential. */
        record Presented(Credential credential) implements Subject {}

        /** A user named by the calling service, which needs a permission for it; the members are validated later. */
        record Vouched(TelegramUserBody user) implements Subject {}
    }

    Subject toSubject() {
        if (telegramUser == null) {
            return new Subject.Presented(new CredentialBody(type, credential, bot).toCredential());
        }
        if (type != null || credential != null || bot != null) {
            throw new IllegalArgumentException("A credential and telegram_user exclude each other.");
        }
        return new Subject.Vouched(telegramUser);
    }

    @Override
    public String toString() {
        return "EnsureUserBody[***]";
    }
}
