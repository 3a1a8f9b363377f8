package dev.tigrit.gamebackend.client.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.starter.key.EnvironmentKeys;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.reactive.function.client.WebClient;

class TokenKeysTest {

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void environmentWinsAndSecretsIsNotAsked() {
        environment.setProperty("JWT_SECRET", "k".repeat(32));

        var keys = keys(URI.create("http://localhost:1"));

        assertThat(keys.ring().isEmpty()).isFalse();
        assertThat(keys.loops()).isEmpty();
    }

    @Test
    void withoutEitherThereIsNoKey() {
        var keys = keys(null);

        assertThat(keys.ring().isEmpty()).isTrue();
        assertThat(keys.loops()).isEmpty();
    }

    @Test
    void secretsIsFollowedOtherwise() {
        environment.setProperty("INTERNAL_API_SECRET", "i".repeat(32));

        var keys = keys(URI.create("http://localhost:1"));

        assertThat(keys.ring().isEmpty()).isTrue();
        assertThat(keys.loops()).isNotEmpty();
    }

    private TokenKeys keys(@Nullable URI secrets) {
        environment.setProperty("game.secrets.url", secrets == null ? "" : secrets.toString());
        return new TokenKeys(
                new EnvironmentKeys(environment),
                new SecretsConfiguration().secrets(environment, WebClient.builder(), Clock.systemUTC()));
    }
}
