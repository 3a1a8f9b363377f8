package dev.tigrit.api.store;

import dev.tigrit.api.ApiProblem;
import dev.tigrit.starter.problem.ProblemException;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The rows. Every statement here has the person in it; fails with 503 while the database is unavailable. */
@Component
public final class Interactions {

    private static final Logger log = LoggerFactory.getLogger(Interactions.class);

    private static final String PAGE = """
            SELECT id, command, sent_at FROM tigrit_interactions
            WHERE user_id = :user_id AND id < :before ORDER BY id DESC LIMIT :limit
            """;

    private final DatabaseClient database;
    private final Properties properties;

    Interactions(DatabaseClient database, Properties properties) {
        this.database = database;
        this.properties = properties;
    }

    /** The person's own, newest first, and only older ones than the id {@code before}. */
    public Mono<List<Row>> page(String userId, long before, int limit) {
        return database.sql(PAGE)
                .bind("user_id", userId)
                .bind("before", before)
                .bind("limit", limit)
                .map(Interactions::interaction)
                .all()
                .collectList()
                .timeout(properties.timeout())
                .onErrorMap(Interactions::unavailable);
    }

    /** By the error's type only: messages of the driver quote values. */
    private static ProblemException unavailable(Throwable error) {
        log.atWarn().addKeyValue("error", error.getClass().getSimpleName()).log("no answer from the database");
        return ProblemException.unavailable(ApiProblem.STORE_UNAVAILABLE);
    }

    private static Row interaction(Readable row) {
        return new Row(
                Objects.requireNonNull(row.get("id", Long.class)),
                row.get("command", String.class),
                Objects.requireNonNull(row.get("sent_at", OffsetDateTime.class)).toInstant());
    }

    /** @param timeout of one statement, the wait for a connection included */
    @ConfigurationProperties("api.store")
    record Properties(@DefaultValue("2s") Duration timeout) {}

    /** That the person wrote: ids are in that order, the command is as {@code /me} or null, the time is by Telegram's clock. */
    public record Row(long id, @Nullable String command, Instant sentAt) {}
}
