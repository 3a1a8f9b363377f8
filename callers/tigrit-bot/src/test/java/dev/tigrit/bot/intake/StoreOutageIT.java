package dev.tigrit.bot.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.bot.TestAuth;
import dev.tigrit.bot.TestDatabase;
import dev.tigrit.testkit.HttpStandIn;
import dev.tigrit.testkit.TelegramStandIn;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A database of its own that goes and comes back: nothing is answered that is not written. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "INTERNAL_API_SECRET=" + TestAuth.SECRET,
            "bot.auth.timeout=10s",
            "TELEGRAM_BOT_TOKEN=" + PollingIT.TOKEN,
            "bot.telegram.poll-timeout=1s"
        })
class StoreOutageIT {

    private static final Path DATA = data();
    private static final TelegramStandIn TELEGRAM = new TelegramStandIn(PollingIT.TOKEN);
    private static final HttpStandIn AUTH = new HttpStandIn(TestAuth::good);
    private static EmbeddedPostgres server = start(0);

    @Autowired
    private DatabaseClient database;

    @DynamicPropertySource
    static void others(DynamicPropertyRegistry registry) {
        TestDatabase.properties(registry, server);
        registry.add("bot.telegram.api-url", TELEGRAM::url);
        registry.add("bot.auth.url", AUTH::url);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        TELEGRAM.close();
        AUTH.close();
    }

    @Test
    void updateWaitsAtTelegramUntilTheDatabaseIsBack() throws IOException {
        // Given
        var first = TELEGRAM.say(1, "hello");
        await().atMost(Duration.ofSeconds(20)).until(() -> TELEGRAM.offset() == first + 1);
        var port = server.getPort();

        // When
        server.close();
        var asked = AUTH.asked().size();
        TELEGRAM.say(1, "are you there?");
        await().atMost(Duration.ofSeconds(30)).until(() -> AUTH.asked().size() >= asked + 2);

        // Then
        assertThat(TELEGRAM.sent()).hasSize(1);
        assertThat(TELEGRAM.offset()).isEqualTo(first + 1);
        server = start(port);
        await().atMost(Duration.ofSeconds(30)).until(() -> TELEGRAM.offset() == first + 2);
        assertThat(TELEGRAM.sent()).hasSize(2);
        assertThat(database.sql("SELECT count(*) FROM tigrit_interactions")
                        .mapValue(Long.class)
                        .one()
                        .block(Duration.ofSeconds(10)))
                .isEqualTo(2);
    }

    private static Path data() {
        try {
            return Files.createTempDirectory(Path.of("target"), "postgres").toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static EmbeddedPostgres start(int port) {
        try {
            return EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(DATA)
                    .setCleanDataDirectory(false)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
