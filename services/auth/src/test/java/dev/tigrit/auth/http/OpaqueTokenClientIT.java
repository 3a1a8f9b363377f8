package dev.tigrit.auth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.auth.telegram.TestInitData;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OAuth2IntrospectionException;
import org.springframework.security.oauth2.server.resource.introspection.SpringReactiveOpaqueTokenIntrospector;

/** A resource server's own client of RFC 7662, which authenticates with Basic: that of Spring Security. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "TELEGRAM_BOT_TOKEN=" + OpaqueTokenClientIT.BOT_TOKEN,
            "INTERNAL_API_SECRET=" + OpaqueTokenClientIT.SECRET,
            "auth.callers.internal=introspect"
        })
class OpaqueTokenClientIT {

    static final String BOT_TOKEN = "4200000042:a-token-that-no-bot-has-ever-had-at-all";
    static final String SECRET = "an internal secret: more than 32 bytes, 100% of them";

    private static final Duration WAIT = Duration.ofSeconds(10);

    @LocalServerPort
    private int port;

    @Test
    void goodTokenIsAPrincipal() {
        var token = TestInitData.of(BOT_TOKEN, 279058397, Instant.now().getEpochSecond());

        var principal = Objects.requireNonNull(client(SECRET).introspect(token).block(WAIT));

        assertThat(principal.getName()).isEqualTo("279058397");
        assertThat(principal.<String>getAttribute("client_id")).isEqualTo("4200000042");
    }

    @Test
    void badTokenIsABadToken() {
        var forged = TestInitData.of(BOT_TOKEN + "x", 7, Instant.now().getEpochSecond());

        assertThatThrownBy(() -> client(SECRET).introspect(forged).block(WAIT))
                .isInstanceOf(BadOpaqueTokenException.class);
    }

    @Test
    void wrongSecretIsNoAnswerAtAll() {
        var token = TestInitData.of(BOT_TOKEN, 7, Instant.now().getEpochSecond());

        assertThatThrownBy(() -> client(SECRET + "x").introspect(token).block(WAIT))
                .isInstanceOf(OAuth2IntrospectionException.class)
                .isNotInstanceOf(BadOpaqueTokenException.class);
    }

    private SpringReactiveOpaqueTokenIntrospector client(String secret) {
        return SpringReactiveOpaqueTokenIntrospector.withIntrospectionUri("http://localhost:" + port + "/v1/introspect")
                .clientId("internal")
                .clientSecret(secret)
                .build();
    }
}
