package dev.tigrit.gamebackend.client.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.starter.client.RemoteKeys;
import dev.tigrit.starter.client.ServiceClients;
import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.loop.BackgroundLoops;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.reactive.function.client.WebClient;

class TokenKeysTest {

    private final BackgroundLoops loops = new BackgroundLoops();
    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void environmentWinsAndSecretsIsNotAsked() {
        environment.setProperty("JWT_SECRET", "k".repeat(32));
        var secrets = secrets("http://localhost:1");

        var ring = new SecretsConfiguration().tokenKeys(new EnvironmentKeys(environment), secrets);

        assertThat(ring.isEmpty()).isFalse();
        loops.start();
        assertThat(loops.isRunning()).isFalse();
    }

    @Test
    void withoutEitherThereIsNoKey() {
        var secrets = secrets("");

        var ring = new SecretsConfiguration().tokenKeys(new EnvironmentKeys(environment), secrets);

        assertThat(ring.isEmpty()).isTrue();
        loops.start();
        assertThat(loops.isRunning()).isFalse();
    }

    @Test
    void secretsIsFollowedOtherwise() {
        environment.setProperty("INTERNAL_API_SECRET", "i".repeat(32));
        var secrets = secrets("http://localhost:1");

        var ring = new SecretsConfiguration().tokenKeys(new EnvironmentKeys(environment), secrets);

        assertThat(ring.isEmpty()).isTrue();
        loops.start();
        assertThat(loops.isRunning()).isTrue();
        loops.stop();
    }

    private RemoteKeys secrets(String url) {
        environment.setProperty("game.secrets.url", url);
        return new SecretsConfiguration()
                .secrets(new ServiceClients(WebClient.builder(), environment, loops, Clock.systemUTC()));
    }
}
