package dev.tigrit.api.store;

import dev.tigrit.api.ApiProblem;
import dev.tigrit.starter.problem.ProblemException;
import io.r2dbc.spi.Readable;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
    private final StoreProperties properties;

    Interactions(DatabaseClient database, StoreProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    /**
     * The person's own, newest first.
     *
     * @param before only older ones than this id
     */
    public Mono<List<Interaction>> page(String userId, long before, int limit) {
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

    private static Interaction interaction(Readable row) {
        return new Interaction(
                Objects.requireNonNull(row.get("id", Long.class)),
                row.get("command", String.class),
                Objects.requireNonNull(row.get("sent_at", OffsetDateTime.class)).toInstant());
    }
}
