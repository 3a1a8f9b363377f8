package dev.tigrit.auth.client.gamebackend;

import static dev.tigrit.auth.client.gamebackend.GameStandIn.first;
import static dev.tigrit.auth.client.gamebackend.GameStandIn.good;
import static dev.tigrit.auth.client.gamebackend.GameStandIn.hangUp;
import static dev.tigrit.auth.client.gamebackend.GameStandIn.json;
import static dev.tigrit.auth.client.gamebackend.GameStandIn.problem;
import static dev.tigrit.auth.client.gamebackend.GameStandIn.silent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tigrit.auth.client.gamebackend.GameBackendClient.GameUser;
import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.testkit.ClusterStandIn;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.web.reactive.function.client.WebClient;

class GameBackendClientTest {

    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final TelegramUser OLGA =
            new TelegramUser("279058397", "Ольга", null, "olga", "ru", true, "https://t.me/i/olga.svg");

    private final GameStandIn game = new GameStandIn();
    private final GameBackendClient client = client(properties(game.url(), Duration.ofSeconds(1)));

    /** The first call of a JVM loads classes, which takes longer than an attempt may. */
    @BeforeAll
    static void loadClasses() {
        try (var any = new GameStandIn()) {
            ensure(client(properties(any.url(), Duration.ofSeconds(10))));
        }
    }

    @AfterEach
    void stop() {
        game.close();
    }

    @Test
    void knownFieldsAreSentAndTheGamesUserComesBack() {
        assertThat(ensure()).isEqualTo(new GameUser.Ensured("g-1"));

        var asked = game.asked().getFirst();
        assertThat(asked.id()).isEqualTo("279058397");
        assertThat(asked.authorization()).isEqualTo("Bearer " + GameStandIn.TOKEN);
        assertThat(asked.body())
                .isEqualTo("{\"first_name\":\"Ольга\",\"username\":\"olga\",\"language_code\":\"ru\","
                        + "\"is_premium\":true,\"photo_url\":\"https://t.me/i/olga.svg\"}");
    }

    @Test
    void whatIsNotKnownIsNotSent() {
        client.ensure("7", TelegramUser.ofId("7")).block(Duration.ofSeconds(5));

        assertThat(game.asked().getFirst().body()).isEqualTo("{}");
    }

    @Test
    void oneFailureIsRepeatedOnce() {
        game.behave(first(1, problem(500, "internal_error"), good()));

        assertThat(ensure()).isEqualTo(new GameUser.Ensured("g-1"));
        assertThat(game.asked()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 408, 409, 418, 429, 500, 502, 503, 504})
    void statusThatIsNoAnswerIsUnavailableAfterTwoAttempts(int status) {
        game.behave(json(status, "text/html", status == 204 ? "" : "<html>"));

        assertThat(ensure()).isEqualTo(new GameUser.Unavailable(PAUSE));
        assertThat(game.asked()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "null",
                "[]",
                "{}",
                "{\"game_user_id\":1,\"created\":true}",
                "{\"game_user_id\":null,\"created\":true}",
                "{\"game_user_id\":\" \",\"created\":true}",
                "{\"game_user_id\":\"\\ud800\",\"created\":true}",
                "{\"game_user_id\":\"g-1\",\"game_user_id\":\"g-2\"}",
                "{\"game_user_id\":\"g-1\"",
            })
    void nonsenseIsUnavailable(String body) {
        game.behave(json(200, "application/json", body));

        assertThat(ensure()).isEqualTo(new GameUser.Unavailable(PAUSE));
        assertThat(game.asked()).hasSize(2);
    }

    @Test
    void endlessAnswerIsUnavailable() {
        game.behave(json(200, "application/json", "{\"game_user_id\":\"" + "x".repeat(1 << 20) + "\"}"));

        assertThat(ensure()).isEqualTo(new GameUser.Unavailable(PAUSE));
    }

    @Test
    void silentGameIsUnavailableAfterTwoAttemptsInsideTheBudget() {
        game.behave(silent());

        assertThat(fastest(Duration.ofSeconds(1))).isBetween(Duration.ofMillis(800), Duration.ofMillis(1_100));
        assertThat(game.asked()).hasSizeBetween(2, 6);
    }

    @Test
    void budgetEndsTheSecondAttemptToo() {
        game.behave(silent());

        assertThat(fastest(Duration.ofMillis(500))).isBetween(Duration.ofMillis(500), Duration.ofMillis(600));
    }

    /** The best of three, each with a breaker of its own: a machine that does other work may add to one, a fault adds to all. */
    private Duration fastest(Duration budget) {
        var best = Duration.ofDays(1);
        for (var call = 0; call < 3; call++) {
            var unused = client(properties(game.url(), budget));
            var before = System.nanoTime();
            assertThat(ensure(unused)).isEqualTo(new GameUser.Unavailable(PAUSE));
            var taken = Duration.ofNanos(System.nanoTime() - before);
            best = taken.compareTo(best) < 0 ? taken : best;
        }
        return best;
    }

    @Test
    void lostConnectionIsUnavailable() {
        game.behave(hangUp());

        assertThat(ensure()).isEqualTo(new GameUser.Unavailable(PAUSE));
    }

    @Test
    void deadGameIsUnavailableAndItsReturnIsNoticed() {
        game.die();
        for (var call = 0; call < 6; call++) {
            assertThat(ensure()).isEqualTo(new GameUser.Unavailable(PAUSE));
        }

        game.comeBack();

        await().atMost(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(ensure()).isInstanceOf(GameUser.Ensured.class));
    }

    @Test
    void failingGameIsLeftAloneAndThenProbedOnce() {
        game.behave(problem(500, "internal_error"));
        for (var call = 0; call < 6; call++) {
            ensure();
        }
        var whenOpen = game.asked().size();

        assertThat(ensure()).isEqualTo(new GameUser.Unavailable(PAUSE));
        assertThat(game.asked()).hasSize(whenOpen);

        await().atMost(Duration.ofSeconds(2)).until(() -> {
            ensure();
            return game.asked().size() > whenOpen;
        });
        assertThat(game.asked()).hasSize(whenOpen + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "400, Refused",
        "413, Refused",
        "422, Refused",
        "401, Unavailable",
        "403, Unavailable",
        "404, Unavailable"
    })
    void answerToThisRequestIsNeitherRepeatedNorAFailureOfTheGame(int status, String outcome) {
        game.behave(problem(status, "some_code"));

        for (var call = 0; call < 20; call++) {
            assertThat(ensure().getClass().getSimpleName()).isEqualTo(outcome);
        }
        assertThat(game.asked()).hasSize(20);

        game.behave(good());
        assertThat(ensure()).isEqualTo(new GameUser.Ensured("g-1"));
    }

    @Test
    void withoutAnAddressItIsUnavailable() {
        assertThat(ensure(client(properties(null, Duration.ofSeconds(1))))).isEqualTo(new GameUser.Unavailable(PAUSE));
    }

    @Test
    void wrongConfigurationIsNamed() {
        assertThatThrownBy(() -> properties(URI.create("game:8084"), Duration.ofSeconds(1)))
                .hasMessageContaining("auth.game-backend.url");
        assertThatThrownBy(() -> properties(game.url(), Duration.ZERO))
                .hasMessageContaining("auth.game-backend.time-budget");
        assertThatThrownBy(() -> properties(game.url(), Duration.ofMillis(100)))
                .hasMessageContaining("auth.game-backend.attempt-timeout");
        assertThatThrownBy(() -> new GameBackendClient(
                        properties(game.url(), Duration.ofSeconds(1)),
                        WebClient.builder(),
                        new EnvironmentKeys(new StandardEnvironment()),
                        new BackgroundLoops()))
                .hasMessageContaining("INTERNAL_API_SECRET");
    }

    @Test
    void tokenOfTheFileIsPresentedAndReadAgain(@TempDir Path mount) {
        var loops = new BackgroundLoops();
        var withFile = new GameBackendClient(
                new GameBackendProperties(
                        game.url(), mount.resolve("token"), Duration.ofSeconds(1), Duration.ofMillis(400), PAUSE),
                WebClient.builder(),
                new EnvironmentKeys(new StandardEnvironment()),
                loops);
        game.behave(json(200, "application/json", "{\"game_user_id\":\"g-1\",\"created\":false}"));
        loops.start();
        try {
            assertThat(ensure(withFile)).isEqualTo(new GameUser.Unavailable(PAUSE));
            assertThat(game.asked()).isEmpty();

            ClusterStandIn.mount(mount, Map.of("token", "first-token\n"));
            await().until(() -> ensure(withFile) instanceof GameUser.Ensured);
            assertThat(game.asked().getLast().authorization()).isEqualTo("Bearer first-token");

            ClusterStandIn.mount(mount, Map.of("token", "second-token\n"));
            await().until(() -> {
                ensure(withFile);
                return game.asked().getLast().authorization().equals("Bearer second-token");
            });
        } finally {
            loops.stop();
        }
    }

    private GameUser ensure() {
        return ensure(client);
    }

    private static GameUser ensure(GameBackendClient client) {
        return Objects.requireNonNull(client.ensure(OLGA.id(), OLGA).block(Duration.ofSeconds(5)));
    }

    private static GameBackendProperties properties(@Nullable URI url, Duration budget) {
        return new GameBackendProperties(url, null, budget, Duration.ofMillis(400), PAUSE);
    }

    private static GameBackendClient client(GameBackendProperties properties) {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("test", Map.of("INTERNAL_API_SECRET", GameStandIn.TOKEN)));
        return new GameBackendClient(
                properties, WebClient.builder(), new EnvironmentKeys(environment), new BackgroundLoops());
    }
}
