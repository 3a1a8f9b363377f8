package dev.tigrit.bot.store;

import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The rows; fails with {@link StoreException} while the database is unavailable. */
@Component
public final class Interactions {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** An update that comes again is the same row. */
    private static final String INSERT = """
            INSERT INTO tigrit_interactions (bot_id, update_id, user_id, game_user_id, command, sent_at)
            VALUES (:bot_id, :update_id, :user_id, :game_user_id, :command, :sent_at)
            ON CONFLICT (bot_id, update_id) DO NOTHING
            """;

    private final DatabaseClient database;

    Interactions(DatabaseClient database) {
        this.database = database;
    }

    public Mono<Void> write(Row interaction) {
        return database.sql(INSERT)
                .bind("bot_id", interaction.botId())
                .bind("update_id", interaction.updateId())
                .bind("user_id", interaction.userId())
                .bind("game_user_id", interaction.gameUserId())
                .bind("command", Parameters.in(R2dbcType.VARCHAR, interaction.command()))
                .bind("sent_at", interaction.sentAt().atOffset(ZoneOffset.UTC))
                .then()
                .timeout(TIMEOUT)
                .onErrorMap(StoreException::new);
    }

    public Mono<Long> count(String userId) {
        return database.sql("SELECT count(*) FROM tigrit_interactions WHERE user_id = :user_id")
                .bind("user_id", userId)
                .mapValue(Long.class)
                .one()
                .timeout(TIMEOUT)
                .onErrorMap(StoreException::new);
    }

    /**
     * That a person wrote to the bot: the update, unique for the bot, both ids of the user, and the command, as {@code /me}, of
     * which alone the text is kept.
     */
    public record Row(
            long botId,
            long updateId,
            String userId,
            String gameUserId,
            @Nullable String command,
            Instant sentAt) {}
}
