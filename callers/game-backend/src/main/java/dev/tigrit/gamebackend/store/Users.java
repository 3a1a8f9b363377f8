package dev.tigrit.gamebackend.store;

import static dev.tigrit.gamebackend.GameProblem.STORE_UNAVAILABLE;

import dev.tigrit.gamebackend.user.KnownFields;
import dev.tigrit.gamebackend.user.User;
import io.r2dbc.spi.Parameters;
import io.r2dbc.spi.R2dbcType;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** The users. Fails with 503 while the database is unavailable. */
@Component
public final class Users {

    private static final String COLUMNS =
            "id, telegram_id, first_name, last_name, username, language_code, is_premium, photo_url, created_at";

    /**
     * One statement, so that calls at the same moment agree on one row: the unique index decides who inserts, the others wait and
     * update. {@code xmax} is the transaction that last locked or replaced a row version, and 0 in one just inserted.
     */
    private static final String ENSURE = """
            INSERT INTO users AS u (telegram_id, first_name, last_name, username, language_code, is_premium, photo_url)
            VALUES (:id, :first_name, :last_name, :username, :language_code, :is_premium, :photo_url)
            ON CONFLICT (telegram_id) DO UPDATE SET
                first_name = COALESCE(EXCLUDED.first_name, u.first_name),
                last_name = COALESCE(EXCLUDED.last_name, u.last_name),
                username = COALESCE(EXCLUDED.username, u.username),
                language_code = COALESCE(EXCLUDED.language_code, u.language_code),
                is_premium = COALESCE(EXCLUDED.is_premium, u.is_premium),
                photo_url = COALESCE(EXCLUDED.photo_url, u.photo_url)
            RETURNING %s, xmax = 0 AS created
            """.formatted(COLUMNS);

    private static final String FIND = "SELECT " + COLUMNS + " FROM users WHERE telegram_id = :id";

    private final DatabaseClient database;
    private final Properties properties;

    Users(DatabaseClient database, Properties properties) {
        this.database = database;
        this.properties = properties;
    }

    /** The user, made when there was none; what is known replaces what is stored. */
    public Mono<Ensured> ensure(String telegramId, KnownFields known) {
        return database.sql(ENSURE)
                .bind("id", Long.parseLong(telegramId))
                .bind("first_name", text(known.firstName()))
                .bind("last_name", text(known.lastName()))
                .bind("username", text(known.username()))
                .bind("language_code", text(known.languageCode()))
                .bind("is_premium", Parameters.in(R2dbcType.BOOLEAN, known.isPremium()))
                .bind("photo_url", text(known.photoUrl()))
                .map(row -> new Ensured(user(row), Boolean.TRUE.equals(row.get("created", Boolean.class))))
                .one()
                .timeout(properties.timeout())
                .onErrorMap(STORE_UNAVAILABLE::noAnswer);
    }

    public Mono<User> find(String telegramId) {
        return database.sql(FIND)
                .bind("id", Long.parseLong(telegramId))
                .map(Users::user)
                .one()
                .timeout(properties.timeout())
                .onErrorMap(STORE_UNAVAILABLE::noAnswer);
    }

    private static Object text(@Nullable String value) {
        return Parameters.in(R2dbcType.VARCHAR, value);
    }

    private static User user(Readable row) {
        var known = new KnownFields(
                row.get("first_name", String.class),
                row.get("last_name", String.class),
                row.get("username", String.class),
                row.get("language_code", String.class),
                row.get("is_premium", Boolean.class),
                row.get("photo_url", String.class));
        return new User(
                required(row, "id", UUID.class),
                Long.toString(required(row, "telegram_id", Long.class)),
                known,
                required(row, "created_at", OffsetDateTime.class).toInstant());
    }

    private static <T> T required(Readable row, String column, Class<T> type) {
        return Objects.requireNonNull(row.get(column, type), column);
    }

    /** @param timeout of one statement, the wait for a connection included; Auth gives a whole call one second */
    @ConfigurationProperties("game.store")
    record Properties(@DefaultValue("800ms") Duration timeout) {}

    /** A user that exists now, and whether this call made it. */
    public record Ensured(User user, boolean created) {}
}
