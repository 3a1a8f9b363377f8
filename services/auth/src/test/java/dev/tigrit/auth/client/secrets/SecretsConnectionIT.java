package dev.tigrit.auth.client.secrets;

import dev.tigrit.starter.client.RemoteKeys;
import dev.tigrit.starter.client.ServiceClients;
import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.testkit.SecretsConnectionTests;
import java.time.Clock;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.web.reactive.function.client.WebClient;

class SecretsConnectionIT extends SecretsConnectionTests {

    SecretsConnectionIT() {
        super("auth.secrets");
    }

    @Override
    protected RemoteKeys keys(ConfigurableEnvironment environment, BackgroundLoops loops) {
        return new SecretsConfiguration()
                .secrets(new ServiceClients(WebClient.builder(), environment, loops, Clock.systemUTC()));
    }
}
