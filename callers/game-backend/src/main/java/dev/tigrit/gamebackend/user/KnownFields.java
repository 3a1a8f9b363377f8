package dev.tigrit.gamebackend.user;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a message about a person says; an absent member is not known and leaves what is stored (schema TelegramUser). */
public record KnownFields(
        @Nullable String firstName,
        @Nullable String lastName,
        @Nullable String username,
        @Nullable String languageCode,
        @Nullable Boolean isPremium,
        @Nullable String photoUrl) {

    /** @throws IllegalArgumentException when a text is one that the database cannot keep */
    public KnownFields {
        var storable = Stream.of(firstName, lastName, username, languageCode, photoUrl)
                .filter(Objects::nonNull)
                // A zero character is legal JSON and no PostgreSQL text; an unpaired surrogate is no UTF-8.
                .allMatch(text -> text.indexOf(0) < 0
                        && StandardCharsets.UTF_8.newEncoder().canEncode(text));
        if (!storable) {
            throw new IllegalArgumentException("A text of the user has a character that is no Unicode text.");
        }
    }

    public static KnownFields nothing() {
        return new KnownFields(null, null, null, null, null, null);
    }
}
