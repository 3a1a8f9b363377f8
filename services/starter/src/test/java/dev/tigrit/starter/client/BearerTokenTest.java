package dev.tigrit.starter.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.tigrit.starter.key.EnvironmentKeys;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoops;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.web.reactive.function.client.WebClient;

class BearerTokenTest {

    private final BackgroundLoops loops = new BackgroundLoops();

    @TempDir
    private Path folder;

    @Test
    void fileComesFirstIsWaitedForAndReadAgain() throws Exception {
        var file = folder.resolve("token");
        var bearer = new BearerToken(
                "some.token-file",
                file,
                () -> {
                    throw new IllegalStateException("the key is not asked for");
                },
                loops);
        assertThat(bearer.isPresent()).isFalse();
        assertThat(bearer.authorization()).isNull();
        loops.start();
        try {
            for (var token : new String[] {"one", "two"}) {
                Files.writeString(file, token);
                await().atMost(Duration.ofSeconds(20))
                        .untilAsserted(() -> assertThat(bearer.authorization()).isEqualTo("Bearer " + token));
            }
        } finally {
            loops.stop();
        }
    }

    @Test
    void keyIsPresentedWithoutAFile() {
        var bearer = new BearerToken("some.token-file", null, () -> Sensitive.ofText("key"), loops);

        assertThat(bearer.authorization()).isEqualTo("Bearer key");
        loops.start();
        assertThat(loops.isRunning()).isFalse();
    }

    @Test
    void withoutEitherThereIsNoToken() {
        var bearer = new BearerToken("some.token-file", null, () -> null, loops);

        assertThat(bearer.isPresent()).isFalse();
        assertThat(bearer.authorization()).isNull();
    }

    @Test
    void keysAreNotReadWithoutATokenOrAKey() {
        var environment = new MockEnvironment().withProperty("some.secrets.url", "http://localhost:1");
        var keys = new RemoteKeys(
                "some.secrets",
                "INTERNAL_API_SECRET",
                KeySource.class,
                WebClient.builder(),
                environment,
                loops,
                Clock.systemUTC());

        assertThatIllegalStateException()
                .isThrownBy(() -> keys.follow("SOME_KEY", EnvironmentKeys::requireLength, KeyRing.empty()))
                .withMessageStartingWith("INTERNAL_API_SECRET is not set; it or some.secrets.token-file is needed");
    }
}
