package dev.tigrit.bot.client.telegram;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Something that happened (Bot API, Update), numbered one by one for each bot; only messages are asked for. */
public record Update(long updateId, @Nullable Message message) {

    /**
     * A message (Bot API, Message), with the members that say who speaks, where and to whom.
     *
     * @param from absent in channels; a placeholder where {@code senderChat} is there
     * @param senderChat in whose name it was sent: a channel, or the group of an anonymous administrator
     * @param text of a text message; no service message has one
     * @param caption what a person wrote below a photo or another file
     */
    public record Message(
            @Nullable Long messageThreadId,
            @Nullable Boolean isTopicMessage,
            @Nullable Person from,
            @Nullable Object senderChat,
            @Nullable Chat chat,
            @Nullable Long date,
            @Nullable Object viaBot,
            @Nullable Object forwardOrigin,
            @Nullable Boolean isAutomaticForward,
            @Nullable String businessConnectionId,
            @Nullable Replied replyToMessage,
            @Nullable String text,
            @Nullable List<Entity> entities,
            @Nullable String caption,
            @Nullable List<Entity> captionEntities) {

        /** The last moment that RFC 3339 can write. */
        private static final long MAX_DATE = 253_402_300_799L;

        public Instant sentAt() {
            return Instant.ofEpochSecond(Math.clamp(date == null ? 0 : date, 0, MAX_DATE));
        }

        /** What was written: the text, or what stands below a file; null for files alone and for every service message. */
        public @Nullable String words() {
            return text == null ? caption : text;
        }

        /** What Telegram has found in {@link #words()}. */
        public List<Entity> found() {
            return Objects.requireNonNullElse(text == null ? captionEntities : entities, List.of());
        }

        public boolean isForwarded() {
            return forwardOrigin != null;
        }

        /** Who wrote it by hand and in the own name, to be read by this bot's chat; null for everything else. */
        public @Nullable Person author() {
            var byHand = viaBot == null && senderChat == null && !Boolean.TRUE.equals(isAutomaticForward);
            return from == null || from.isABot() || !byHand || businessConnectionId != null ? null : from;
        }

        /** The topic; outside of topics a thread is one of replies, which sendMessage does not take. */
        public @Nullable Long topic() {
            return Boolean.TRUE.equals(isTopicMessage) ? messageThreadId : null;
        }

        /** Without the text: what people write stands in no log. */
        @Override
        public String toString() {
            return "Message[***]";
        }
    }

    /** The message that a message replies to. In a topic that is, for who replies to nothing, the service message that made the topic. */
    public record Replied(
            @Nullable Person from,
            @Nullable String text,
            @Nullable String caption) {

        /** Whether that bot said it; that a bot made a topic or pinned something is nothing said. */
        public boolean isSaidBy(long botId) {
            return from != null && from.id() == botId && (text != null || caption != null);
        }

        @Override
        public String toString() {
            return "Replied[***]";
        }
    }

    /** A piece of a text (Bot API, MessageEntity). */
    public record Entity(@Nullable String type, @Nullable Long offset) {}

    /** Where it was written (Bot API, Chat); direct messages are what people write to a channel. */
    public record Chat(
            long id, @Nullable String type, @Nullable Boolean isDirectMessages) {

        /** A private chat has the number of the person. */
        public boolean isPrivateOf(Person person) {
            return type == null ? id == person.id() : type.equals("private");
        }

        public boolean isGroup() {
            return ("group".equals(type) || "supergroup".equals(type)) && !Boolean.TRUE.equals(isDirectMessages);
        }
    }

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

        boolean isABot() {
            return Boolean.TRUE.equals(isBot);
        }

        @Override
        public String toString() {
            return "Person[" + id + "]";
        }
    }
}
