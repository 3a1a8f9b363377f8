package dev.tigrit.bot.client.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened (Bot API, Update); of all that it may be, only messages are asked for.
 *
 * @param updateId grows by one from update to update of a bot
 */
public record Update(long updateId, @Nullable Message message) {

    /** A message (Bot API, Message). {@code from} is absent in channels. */
    public record Message(
            @Nullable Person from,
            @Nullable Chat chat,
            @Nullable Long date,
            @Nullable String text) {

        /** The last moment that RFC 3339 can write. */
        private static final long MAX_DATE = 253_402_300_799L;

        public Instant sentAt() {
            return Instant.ofEpochSecond(Math.clamp(date == null ? 0 : date, 0, MAX_DATE));
        }

        /** Without the text: what people write stands in no log. */
        @Override
        public String toString() {
            return "Message[***]";
        }
    }

    public record Chat(long id) {}

    /** Who wrote (Bot API, User); passed on to Auth as it is. */
    public record Person(
            long id,

            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) @Nullable
            Boolean isBot,

            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String username,
            @Nullable String languageCode,
            @Nullable Boolean isPremium) {

        @Override
        public String toString() {
            return "Person[" + id + "]";
        }
    }
}
