package dev.tigrit.e2e.use;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.e2e.kit.cluster.Platform;
import dev.tigrit.e2e.kit.http.Answer;
import dev.tigrit.e2e.kit.http.Credentials;
import dev.tigrit.e2e.kit.http.Http;
import dev.tigrit.e2e.kit.http.SigningKey;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Several bots and several issuers in one installation: each has its own users, and none signs for another. */
@Order(2)
class IssuersE2E {

    private static final SigningKey PARTNER = SigningKey.of("partner");
    private static final SigningKey ARENA = SigningKey.of("arena");

    @BeforeAll
    static void install() {
        Platform.ensure();
        // No pod waits for the key of an issuer, which the operator makes once it leads.
        await("Auth has the key of the issuer")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> verify("Bearer " + ofLegacy()).status() == 200);
    }

    @Test
    void usersOfEachBotAreToldApart() {
        assertThat(verify("tma " + Credentials.initData(Platform.BOT_TOKEN, "1")))
                .satisfies(answer -> isUser(answer, "1", "bot", "4200000042"));
        assertThat(verify("tma " + Credentials.initData(Platform.SHOP_TOKEN, "2")))
                .satisfies(answer -> isUser(answer, "2", "bot", "4200000049"));
        assertThat(verify("tma " + Credentials.initData(ARENA, "4200000050", "3")))
                .satisfies(answer -> isUser(answer, "3", "bot", "4200000050"));
    }

    @Test
    void forgedTwinsOfTheBotsAreRefused() {
        // Of a bot that is known by its token.
        assertThat(verify("tma " + Credentials.initData(ARENA, "4200000049", "2"))
                        .status())
                .isEqualTo(401);
        // By another key than Telegram's.
        assertThat(verify("tma " + Credentials.initData(PARTNER, "4200000050", "3"))
                        .status())
                .isEqualTo(401);
        assertThat(verify("tma " + Credentials.initData(Platform.SHOP_TOKEN.replace("shop-shop", "shop-shup"), "2"))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void usersOfEachIssuerAreToldApart() {
        assertThat(verify("Bearer " + Credentials.jwt(PARTNER, "https://partner.example", "alice")))
                .satisfies(answer -> isUser(answer, "partner:alice", "issuer", "partner"));
        assertThat(verify("Bearer " + ofLegacy()))
                .satisfies(answer -> isUser(answer, "legacy:alice", "issuer", "legacy"));
    }

    @Test
    void forgedTwinsOfTheIssuersAreRefused() {
        var secret = Platform.generated("LEGACY_JWT_SECRET");

        assertThat(verify("Bearer " + Credentials.jwt(secret, "https://partner.example", "alice"))
                        .status())
                .isEqualTo(401);
        assertThat(verify("Bearer " + Credentials.jwt(PARTNER, "https://legacy.example", "alice"))
                        .status())
                .isEqualTo(401);
        assertThat(verify("Bearer " + Credentials.jwt(ARENA, "https://partner.example", "alice"))
                        .status())
                .isEqualTo(401);
    }

    private static String ofLegacy() {
        return Credentials.jwt(Platform.generated("LEGACY_JWT_SECRET"), "https://legacy.example", "alice");
    }

    private static Answer verify(String authorization) {
        return Http.send(Http.at("auth", "/v1/verify")
                .header("Authorization", authorization)
                .POST(BodyPublishers.noBody()));
    }

    private static void isUser(Answer answer, String user, String member, String name) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.get("user_id")).isEqualTo(user);
        assertThat(answer.get(member)).isEqualTo(name);
    }
}
