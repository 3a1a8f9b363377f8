package dev.tigrit.api.interactions;

import dev.tigrit.api.store.Interactions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Schema Page of the contract. */
record Page(List<Item> interactions, @Nullable String next) {

    record Item(String id, Kind kind, @Nullable String command, Instant sentAt) {

        static Item of(Interactions.Row interaction) {
            return new Item(
                    Long.toString(interaction.id()),
                    interaction.command() == null ? Kind.message : Kind.command,
                    interaction.command(),
                    interaction.sentAt());
        }
    }

    enum Kind {
        message,
        command
    }

    /** @param found one more than the page has, when there are more */
    static Page of(List<Interactions.Row> found, int limit) {
        var page = found.stream().limit(limit).map(Item::of).toList();
        return new Page(page, found.size() > limit ? page.getLast().id() : null);
    }
}
