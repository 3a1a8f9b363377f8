package dev.tigrit.e2e.use;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.e2e.kit.cluster.Platform;
import dev.tigrit.e2e.kit.http.Credentials;
import dev.tigrit.e2e.kit.http.Http;
import dev.tigrit.e2e.kit.http.Session;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A person signs in, stays signed in, and signs out, by the hostnames of the Ingress. */
@Order(2)
class MainJobE2E {

    @BeforeAll
    static void install() {
        Platform.ensure();
    }

    @Test
    void personWithInitDataIsSignedInAndOut() {
        var identity = Http.send(Http.at("auth", "/v1/verify")
                .header("Authorization", "tma " + Credentials.initData(Platform.BOT_TOKEN, "279058397"))
                .POST(BodyPublishers.noBody()));
        assertThat(identity.status()).as(identity.body()).isEqualTo(200);
        assertThat(identity.get("user_id")).isEqualTo("279058397");

        var session = Session.create(identity.get("user_id"));

        assertThat(session.call("verify").get("user_id")).isEqualTo("279058397");
        assertThat(session.call("extend").status()).isEqualTo(200);
        assertThat(session.call("invalidate").status()).isEqualTo(204);
        assertThat(session.call("verify").status()).isEqualTo(401);
    }

    @Test
    void jwtIsVerifiedByTheGeneratedSecret() {
        var jwt = Credentials.jwt(Platform.generated("JWT_SECRET"), "279058397");

        var identity = Http.send(Http.at("auth", "/v1/verify")
                .header("Authorization", "Bearer " + jwt)
                .POST(BodyPublishers.noBody()));

        assertThat(identity.status()).as(identity.body()).isEqualTo(200);
        assertThat(identity.get("method")).isEqualTo("jwt");
    }

    @Test
    void callersCallsAreNotPublic() {
        assertThat(Http.send(Http.json(Http.at("sessions", "/v1/sessions"), "{\"user_id\":\"1\"}"))
                        .status())
                .isEqualTo(404);
        assertThat(Http.send(Http.at("sessions", "/v1/users/1/sessions")).status())
                .isEqualTo(404);
        assertThat(Http.send(Http.at("auth", "/v1/introspect")).status()).isEqualTo(404);
        assertThat(Http.send(Http.at("secrets", "/health")).status()).isEqualTo(404);
    }
}
