package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import org.jspecify.annotations.Nullable;

/** The body of POST /v1/ensure-user: a credential as for verify, or a Telegram user whom the calling service names. */
record EnsureUserBody(
        @Nullable String type,
        @Nullable String credential,
        @Nullable String bot,
        @Nullable TelegramUserBody telegramUser) {

    EnsureUserBody {
        if (telegramUser != null && (type != null || credential != null || bot != null)) {
            throw new IllegalArgumentException("A credential and telegram_user exclude each other.");
        }
    }

    Credential toCredential() {
        return new CredentialBody(type, credential, bot).toCredential();
    }

    @Override
    public String toString() {
        return "EnsureUserBody[***]";
    }
}
