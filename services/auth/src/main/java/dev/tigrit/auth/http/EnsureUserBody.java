package dev.tigrit.auth.http;

import dev.tigrit.auth.decision.Credential;
import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.starter.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
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

    /**
     * The {@code from} of a bot's Update (Bot API, User), as the bot got it.
     *
     * @param id JSON integer as Telegram writes it, or canonical decimal text as this service does
     */
    record TelegramUserBody(
            @Nullable Object id,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String username,
            @Nullable String languageCode,
            @Nullable Boolean isPremium,
            @Nullable String photoUrl) {

        /** @throws ProblemException 400 when the id is invalid, or a text is not valid Unicode */
        TelegramUser toUser() {
            var decimal = switch (id) {
                case Integer number -> Integer.toString(number);
                case Long number -> Long.toString(number);
                case String text -> text;
                case null, default -> "";
            };
            if (!TelegramUser.isId(decimal)) {
                throw CredentialBody.malformed(
                        "telegram_user.id has to be a Telegram user id: an integer or its decimal text.");
            }
            var texts = Stream.of(firstName, lastName, username, languageCode, photoUrl);
            // An unpaired surrogate is a legal JSON escape that no UTF-8 can carry.
            if (!texts.filter(Objects::nonNull).allMatch(StandardCharsets.UTF_8.newEncoder()::canEncode)) {
                throw CredentialBody.malformed("A text of telegram_user is not Unicode.");
            }
            return new TelegramUser(decimal, firstName, lastName, username, languageCode, isPremium, photoUrl);
        }

        @Override
        public String toString() {
            return "TelegramUserBody[***]";
        }
    }
}
