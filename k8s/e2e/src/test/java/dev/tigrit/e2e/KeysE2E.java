package dev.tigrit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.Credentials;
import dev.tigrit.e2e.kit.Http;
import dev.tigrit.e2e.kit.Platform;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
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
