package dev.tigrit.e2e.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Platform;
import dev.tigrit.e2e.kit.http.Answer;
import dev.tigrit.e2e.kit.http.Credentials;
import dev.tigrit.e2e.kit.http.GamePage;
import dev.tigrit.e2e.kit.http.Http;
import dev.tigrit.e2e.kit.http.Session;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The three callers at their hostnames, each with its own service account. */
@Order(4)
class CallersE2E {

    private static final AtomicLong UPDATES = new AtomicLong();
    private static final AtomicLong PEOPLE = new AtomicLong();

    @BeforeAll
    static void install() {
        Platform.ensure();
        // The database outlives a run, and the bot keeps each update once: neither may be that of an earlier run.
        UPDATES.set(Instant.now().toEpochMilli());
        PEOPLE.set(Instant.now().getEpochSecond());
    }

    @Test
    @Order(1)
    void personSignsInToTheGameAndOut() {
        var page = GamePage.signIn(person());
        assertThat(page.cookie()).startsWith("__Host-session=ts1_");

        assertThat(page.get("/v1/me").status()).isEqualTo(200);
        var out = page.post("/v1/sign-out");

        assertThat(out.status()).as(out.body()).isBetween(200, 204);
        assertThat(page.get("/v1/me").status()).isEqualTo(401);
    }

    @Test
    @Order(2)
    void messageToTheBotIsAnsweredAndKept() {
        var person = person();

        assertThat(write(person).get("text")).isNotBlank();

        assertThat(interactions(person)).isEqualTo(1);
    }

    @Test
    @Order(3)
    void whileTheGameIsAwayTheBotSaysSoKeepsNothingAndResumesByItself() {
        var person = person();
        Cluster.scale(Platform.name("game-backend"), 0);
        try {
            assertThat(write(person).get("text")).isEqualTo("Сервис игры временно недоступен");
            assertThat(interactions(person)).isZero();
            assertThat(Http.send(Http.at("auth", "/v1/verify")
                                    .header("Authorization", "tma " + Credentials.initData(Platform.BOT_TOKEN, person))
                                    .POST(BodyPublishers.noBody()))
                            .status())
                    .isEqualTo(200);
        } finally {
            Cluster.scale(Platform.name("game-backend"), 1);
        }
        await("the bot resumes")
                .atMost(Duration.ofSeconds(20))
                .until(() -> !write(person).get("text").contains("недоступен"));
        assertThat(interactions(person)).isPositive();
    }

    private static String person() {
        return Long.toString(PEOPLE.incrementAndGet());
    }

    /** An update as Telegram sends it; the answer is in the response. */
    private static Answer write(String user) {
        var answer = Http.send(Http.json(
                Http.at("bot", "/telegram/webhook").header("X-Telegram-Bot-Api-Secret-Token", Platform.WEBHOOK_SECRET),
                """
                {"update_id":%d,"message":{"message_id":1,"date":%d,"text":"/me",
                 "from":{"id":%s,"is_bot":false,"first_name":"Ольга","language_code":"ru"},"chat":{"id":%s,"type":"private"}}}
                """.formatted(UPDATES.incrementAndGet(), Instant.now().getEpochSecond(), user, user)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }

    private static int interactions(String user) {
        var answer = Http.send(Http.at("api", "/v1/interactions")
                .header("Authorization", "Bearer " + Session.create(user).token()));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("interactions").size();
    }
}
