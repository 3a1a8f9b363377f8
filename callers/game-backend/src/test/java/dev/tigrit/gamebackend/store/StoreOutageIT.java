package dev.tigrit.gamebackend.store;

import static org.awaitility.Awaitility.await;

import dev.tigrit.gamebackend.TestDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;

/** A database of its own that goes and comes back. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "INTERNAL_API_SECRET=" + StoreOutageIT.SECRET,
            "game.callers.internal=ensure-user"
        })
@AutoConfigureWebTestClient(timeout = "30s")
class StoreOutageIT {

    static final String SECRET = "an internal secret of more than 32 bytes";

    private static final Path DATA = data();
    private static EmbeddedPostgres server = start(0);

    @Autowired
    private WebTestClient web;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry registry) {
        TestDatabase.properties(registry, server);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void withoutTheDatabaseItIs503AndItRecoversByItself() throws IOException {
        // Given
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> ensure().expectStatus().isOk());
        var port = server.getPort();

        // When
        server.close();

        // Then
        ensure().expectStatus()
                .isEqualTo(503)
                .expectHeader()
                .valueEquals("Retry-After", "1")
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("store_unavailable");
        server = start(port);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> ensure().expectStatus()
                        .isOk()
                        .expectBody()
                        .jsonPath("$.created")
                        .isEqualTo(false));
    }

    private WebTestClient.ResponseSpec ensure() {
        return web.put()
                .uri("/internal/v1/telegram-users/7")
                .headers(headers -> headers.setBearerAuth(SECRET))
                .bodyValue(Map.of("first_name", "Ольга"))
                .exchange();
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
