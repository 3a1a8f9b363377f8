package dev.tigrit.bot.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A line of updates.jsonl: an Update with the members that the Bot API documents, and what has to follow. Each has a person and a
 * chat of its own; the bot is tigrit_bot, 1234567890.
 *
 * @param expected the answer and the row; null for neither
 */
record UpdateCase(String name, JsonNode update, @Nullable Expected expected) {

    /**
     * An answer.
     *
     * @param text how it begins
     * @param command in the row; null for none
     */
    record Expected(
            long chat,
            @Nullable Long topic,
            String text,
            @Nullable String command) {}

    static List<UpdateCase> all() {
        try {
            return Files.readAllLines(Path.of("src/test/resources/updates.jsonl")).stream()
                    .map(JsonMapper.shared()::readTree)
                    .map(UpdateCase::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UpdateCase of(JsonNode line) {
        var expected = line.path("expect");
        return new UpdateCase(
                line.path("case").asString(),
                line.path("update"),
                expected.isNull()
                        ? null
                        : new Expected(
                                expected.path("chat").asLong(),
                                expected.path("thread").isNull()
                                        ? null
                                        : expected.path("thread").asLong(),
                                expected.path("text").asString(),
                                expected.path("command").isNull()
                                        ? null
                                        : expected.path("command").asString()));
    }

    long updateId() {
        return update.path("update_id").asLong();
    }

    /** The chat that an answer could go to, whatever kind of update it is; 0 for an update without one. */
    long chat() {
        return update.findPath("chat").path("id").asLong();
    }

    /** All but the update's number. */
    String members() {
        var json = update.toString();
        return json.substring(json.indexOf(',') + 1, json.length() - 1);
    }

    @Override
    public String toString() {
        return name;
    }
}
