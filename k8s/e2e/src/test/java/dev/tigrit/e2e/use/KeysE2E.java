package dev.tigrit.e2e.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Platform;
import dev.tigrit.e2e.kit.http.Credentials;
import dev.tigrit.e2e.kit.http.GamePage;
import dev.tigrit.e2e.kit.http.Http;
import dev.tigrit.e2e.kit.http.Session;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** An edited Secret reaches every replica, and who uses the key. */
@Order(5)
class KeysE2E {

    @BeforeAll
    static void install() {
        Platform.ensure();
    }

    @Test
    void editedSecretIsAcknowledgedByEveryReplicaAndUsedByAuth() {
        var before = version();
        var other = Platform.BOT_TOKEN.replace("e2e-e2e", "new-new");
        assertThat(verify(other)).isEqualTo(401);

        Platform.setBotToken(other);

        await("acks").atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            assertThat(version()).isGreaterThan(before);
            assertThat(Platform.status("TELEGRAM_BOT_TOKEN").<String>get("status", "endpoints"))
                    .isEqualTo("2/2");
        });
        await("Auth has it").atMost(Duration.ofSeconds(10)).until(() -> verify(other) == 200);
        // Nobody asked for an overlap.
        await("the old one is over").atMost(Duration.ofSeconds(10)).until(() -> verify(Platform.BOT_TOKEN) == 401);

        Platform.setBotToken(Platform.BOT_TOKEN);
        await("Auth is back").atMost(Duration.ofSeconds(10)).until(() -> verify(Platform.BOT_TOKEN) == 200);
    }

    /** Of another bot here, since its id is what can be seen of a token. */
    @Test
    void botFollowsItsTokenWithoutARestart() {
        var pod = Cluster.pods("tigrit-bot").getFirst().getMetadata().getName();
        var other = Platform.BOT_TOKEN.replace("4200000042:", "4200000043:");
        try {
            Platform.setBotToken(other);

            await("the bot has it")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Cluster.log(pod).lines().anyMatch(line -> line.contains("4200000043")));
        } finally {
            Platform.setBotToken(Platform.BOT_TOKEN);
        }
        await("the bot is back")
                .atMost(Duration.ofSeconds(10))
                .until(() -> Cluster.log(pod)
                        .lines()
                        .filter(line -> line.contains("bot token taken"))
                        .toList()
                        .getLast()
                        .contains("4200000042"));
        await("Auth is back").atMost(Duration.ofSeconds(10)).until(() -> verify(Platform.BOT_TOKEN) == 200);
    }

    @Test
    void rotatedSigningKeySignsWithinTwoSecondsAndSessionsOfThePreviousOneLiveOn() {
        var before = Session.create("4245");
        // How long the key is known before its first use is no matter of speed.
        Platform.setRotation("SESSION_SIGNING_KEY", Map.of("overlap", "10m", "publishAhead", "0s"));

        Platform.setGenerated("SESSION_SIGNING_KEY", "a new signing key, as long as a signing key has to be");
        var edited = System.nanoTime();
        var after = await("new sessions are signed with it")
                .atMost(Duration.ofSeconds(2))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Session.create("4245"), session -> !kid(session).equals(kid(before)));
        System.out.printf("signed with the new key after %d ms%n", (System.nanoTime() - edited) / 1_000_000);

        assertThat(before.call("verify").status()).isEqualTo(200);
        // The other replica may hear of it a moment later, and says 503 until then.
        await("every replica has it")
                .atMost(Duration.ofSeconds(2))
                .until(() -> after.call("verify").status() == 200);
    }

    @Test
    void gameSignsTokensWithTheChangedKeyAndAuthAcceptsThem() {
        var page = GamePage.signIn("4246");
        var before = token(page);
        assertThat(verifyJwt(before)).isEqualTo(200);
        Platform.setRotation("JWT_SECRET", Map.of("overlap", "10m", "publishAhead", "0s"));
        var changed = "a changed key for tokens, as long as such a key has to be";

        Platform.setGenerated("JWT_SECRET", changed);

        var after = await("the Game signs with it")
                .atMost(Duration.ofSeconds(10))
                .until(() -> token(page), token -> Credentials.isSignedWith(changed, token));
        await("Auth accepts it").atMost(Duration.ofSeconds(10)).until(() -> verifyJwt(after) == 200);
        assertThat(verifyJwt(before)).isEqualTo(200);
    }

    private static String token(GamePage page) {
        var answer = page.post("/v1/me/token");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.get("token");
    }

    private static int verifyJwt(String jwt) {
        return Http.send(Http.at("auth", "/v1/verify")
                        .header("Authorization", "Bearer " + jwt)
                        .POST(BodyPublishers.noBody()))
                .status();
    }

    /** The part of a token that says which key has signed it. */
    private static String kid(Session session) {
        return session.token().substring("ts1_".length(), "ts1_".length() + 6);
    }

    private static int verify(String botToken) {
        return Http.send(Http.at("auth", "/v1/verify")
                        .header("Authorization", "tma " + Credentials.initData(botToken, "1"))
                        .POST(BodyPublishers.noBody()))
                .status();
    }

    private static int version() {
        return Platform.status("TELEGRAM_BOT_TOKEN").<Integer>get("status", "version");
    }
}
