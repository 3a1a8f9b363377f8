package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.testkit.NeedsApiServer;
import dev.tigrit.operator.testkit.StandIn;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Acceptance 11: 5,000 Secrets of 2 KB, the operator a process of its own with the flags of its image. */
@NeedsApiServer
class FootprintBench {

    private static final int SECRETS = 5_000;
    private static final int BYTES = 2_048;
    private static final long LIMIT_MIB = 300;

    @Test
    void fiveThousandSecretsFitIntoThreeHundredMegabytes() throws Exception {
        try (var release = new Release("footprint")) {
            create(release);
            var folder = Files.createTempDirectory("footprint");
            var started = System.nanoTime();
            var process = OperatorProcess.start(
                    release.yaml(""), folder, System.getenv().getOrDefault("BENCH_HEAP", "96m"));
            try {
                var replica = release.replica();
                awaitEverything(replica);
                var seeded = Duration.ofNanos(System.nanoTime() - started);
                var afterStart = memory(process);
                for (var edit = 0; edit < 20; edit++) {
                    var value = "edit-" + edit;
                    release.write(secret(release, 0, value));
                    await().atMost(Duration.ofSeconds(30))
                            .pollInterval(Duration.ofMillis(5))
                            .until(() -> Objects.equals(replica.value("KEY_0"), value));
                    // The replica of the test keeps what it was sent, which would fill this process's memory.
                    replica.pushes().clear();
                }
                var afterEdits = memory(process);
                System.out.printf(
                        "%d Secrets of %d bytes: served after %d s; RSS %s MiB after the start, %s MiB after 20 edits%n",
                        SECRETS, BYTES, seeded.toSeconds(), afterStart, afterEdits);
                assertThat(afterEdits.get("VmHWM")).isLessThan(LIMIT_MIB);
                for (var shard = 0; shard < 16; shard++) {
                    var stored = Objects.requireNonNull(release.secret("tigrit-secrets-bundle-" + shard));
                    assertThat(stored.getData().values().stream()
                                    .mapToInt(file -> file.length() / 4 * 3)
                                    .sum())
                            .isLessThan(1024 * 1024);
                }
            } finally {
                process.destroy();
                await().atMost(Duration.ofSeconds(20)).until(() -> !process.isAlive());
                System.out.println(Files.readString(folder.resolve("log"))
                        .lines()
                        .limit(40)
                        .toList());
            }
        }
    }

    private static void create(Release release) throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var done : IntStream.range(0, SECRETS)
                    .mapToObj(number -> threads.submit(() -> release.client
                            .resource(secret(release, number, random(number)))
                            .create()))
                    .toList()) {
                done.get();
            }
        }
    }

    private static String random(int seed) {
        var bytes = new byte[BYTES * 3 / 4];
        new Random(seed).nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Secret secret(Release release, int number, String value) {
        return new SecretBuilder()
                .withNewMetadata()
                .withName("secret-" + number)
                .withNamespace(release.namespace)
                .addToLabels(Names.SYNC_LABEL, "true")
                .addToAnnotations(Names.READERS_ANNOTATION, "internal")
                .endMetadata()
                .withStringData(Map.of("KEY_" + number, value))
                .build();
    }

    private static void awaitEverything(StandIn replica) {
        await().atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> replica.pushes().stream()
                        .anyMatch(push -> push.path("entries").size() == SECRETS));
    }

    private static Map<String, Long> memory(Process process) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS") || line.startsWith("VmHWM"))
                .collect(Collectors.toMap(
                        line -> line.substring(0, 5), line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024));
    }
}
