package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.NeedsApiServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the pages in {@code docs/} that concern keys, as somebody would paste them. */
@NeedsApiServer
class PagesIT {

    private static final Path PAGES = Path.of("..", "docs");
    private static final String KEY = "SESSION_SIGNING_KEY";
    private static final String NAME = "tigrit-session-signing-key";

    private final Path folder;
    private Release release;

    PagesIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @BeforeAll
    static void tools() throws Exception {
        for (var tool : List.of("bash", "kubectl", "openssl")) {
            assumeThat(new ProcessBuilder("sh", "-c", "command -v " + tool)
                            .start()
                            .waitFor())
                    .as(tool)
                    .isZero();
        }
    }

    @BeforeEach
    void install() throws Exception {
        release = new Release("pages");
        for (var key : List.of(KEY, "JWT_SECRET", "INTERNAL_API_SECRET")) {
            document(key, "generate: {}");
        }
        Files.writeString(folder.resolve("kubeconfig"), ApiServer.shared().kubeConfig());
    }

    private void document(String key, String source) throws IOException {
        var name = "tigrit-" + key.toLowerCase(Locale.ROOT).replace('_', '-');
        Files.writeString(release.defaults().resolve(name + ".yaml"), """
                apiVersion: secrets.tigrit.dev/v1alpha1
                kind: ManagedSecret
                metadata: {name: %s}
                spec: {key: %s, %s, readers: [internal]}
                """.formatted(name, key, source));
    }

    @AfterEach
    void uninstall() {
        release.close();
    }

    private void start() throws Exception {
        release.operator();
        var replica = release.replica();
        await().atMost(Duration.ofSeconds(20)).until(() -> replica.entry("INTERNAL_API_SECRET") != null);
    }

    private String value(String key) {
        return Objects.requireNonNull(release.replicas.getFirst().value(key));
    }

    private JsonNode entry(String key) {
        return Objects.requireNonNull(release.replicas.getFirst().entry(key));
    }

    @Test
    void keyIsRotatedOnceWithItsPreviousValueAccepted() throws Exception {
        start();
        var before = value(KEY);

        run("rotate-keys.md", "");

        await().atMost(Duration.ofSeconds(20)).until(() -> !before.equals(value(KEY)));
        var entry = entry(KEY);
        assertThat(entry.path("version").asLong()).isEqualTo(2);
        assertThat(value(KEY)).hasSize(43);
        assertThat(entry.path("previous").size()).isEqualTo(1);
        assertThat(entry.path("previous").path(0).path("value").asText()).isEqualTo(before);
    }

    @Test
    void leakedKeyIsReplacedAndAcceptedNoLongerWhateverTheOverlap() throws Exception {
        start();
        run("rotate-keys.md", "");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> entry(KEY).path("previous").size() == 1);
        release.awaitSynced(NAME, 2);
        var leaked = value(KEY);

        run("compromised-key.md", "");

        await().atMost(Duration.ofSeconds(20)).until(() -> !leaked.equals(value(KEY)));
        assertThat(entry(KEY).path("previous").size()).isZero();
    }

    @Test
    void botTokenChangesWithAnOverlap() throws Exception {
        run("bot-token.md", "");
        document("TELEGRAM_BOT_TOKEN", "secretRef: {name: telegram, key: token}");
        start();
        var first = "4200000042:replace-with-the-token-of-your-bot";
        release.awaitServed("TELEGRAM_BOT_TOKEN", first);

        run("bot-token.md", ": bot");

        release.awaitServed("TELEGRAM_BOT_TOKEN", "4200000042:the-new-token-of-the-same-bot");
        assertThat(entry("TELEGRAM_BOT_TOKEN")
                        .path("previous")
                        .path(0)
                        .path("value")
                        .asText())
                .isEqualTo(first);
    }

    @Test
    void internalSecretChangesWithAnOverlapAndIsReadForCallers() throws Exception {
        start();
        var before = value("INTERNAL_API_SECRET");

        var output = run("internal-api-secret.md", "");

        await().atMost(Duration.ofSeconds(20)).until(() -> !before.equals(value("INTERNAL_API_SECRET")));
        assertThat(output).endsWith(value("INTERNAL_API_SECRET"));
        assertThat(entry("INTERNAL_API_SECRET").path("previous").size()).isEqualTo(1);
    }

    @Test
    void deletedDefaultKeyComesBackAsItWas() throws Exception {
        start();
        var before = value("JWT_SECRET");

        run("deleted-key.md", "");

        await().atMost(Duration.ofSeconds(20)).until(() -> release.secret("tigrit-jwt-secret") != null);
        assertThat(Release.text(Objects.requireNonNull(release.secret("tigrit-jwt-secret")), "JWT_SECRET"))
                .isEqualTo(before);
        assertThat(value("JWT_SECRET")).isEqualTo(before);
        assertThat(entry("JWT_SECRET").path("version").asLong()).isEqualTo(1);
    }

    @Test
    void caIsReplacedAndTheOldOneTrustedNoLonger() throws Exception {
        start();
        var old = authority();

        run("ca.md", ": ca");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(trusted()).contains(authority()).contains(old));
        run("ca.md", ": leaked ca");

        // As the page says, once more if the operator was writing at that moment.
        await().atMost(Duration.ofSeconds(60)).during(Duration.ofSeconds(5)).until(() -> {
            if (!isOnlyWhatIsServedTrusted()) {
                run("ca.md", ": old ca");
            }
            return isOnlyWhatIsServedTrusted();
        });
        assertThat(trusted()).doesNotContain(old);
    }

    private boolean isOnlyWhatIsServedTrusted() {
        return trusted().equals(Release.text(Objects.requireNonNull(release.secret("tigrit-secrets-tls")), "ca.crt"));
    }

    private String authority() {
        var stored = release.secret("tigrit-secrets-ca");
        return stored == null ? "not made yet" : Release.text(stored, "tls.crt");
    }

    private String trusted() {
        return release.client
                .configMaps()
                .inNamespace(release.namespace)
                .withName("tigrit-trust")
                .get()
                .getData()
                .getOrDefault("ca.crt", "");
    }

    @Test
    void trustConfigMapTellsWhenItWasCompared() throws Exception {
        start();

        assertThat(run("api-server-keys.md", "")).contains("https://localhost").endsWith("1");
    }

    @Test
    void restoredKeysHaveTheirValuesVersionsAndPreviousValues() throws Exception {
        start();
        run("rotate-keys.md", "");
        release.awaitSynced(NAME, 2);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> entry(KEY).path("version").asLong() == 2);
        var value = value(KEY);
        run("backup.md", ": backup");
        release.operators.getFirst().close();
        release.replicas.getFirst().close();
        release.unlist("replica-1");
        release.replicas.clear();
        release.client.secrets().inNamespace(release.namespace).delete();
        release.client
                .resources(ManagedSecret.class)
                .inNamespace(release.namespace)
                .delete();

        run("backup.md", ": restore");

        release.operator();
        var fresh = release.replica();
        await().atMost(Duration.ofSeconds(20)).until(() -> fresh.entry(KEY) != null);
        assertThat(value(KEY)).isEqualTo(value);
        assertThat(entry(KEY).path("version").asLong()).isEqualTo(2);
        assertThat(entry(KEY).path("previous").size()).isEqualTo(1);
    }

    @Test
    void keysOfAnEnvironmentAreTakenOverAndCanBeReplacedByTheOperator() throws Exception {
        var given = "the key of the process that has it in its environment";
        run("migrate.md", ": migrate", KEY, given, "JWT_SECRET", given, "INTERNAL_API_SECRET", given);

        start();

        release.awaitServed(KEY, given);
        run("compromised-key.md", "");
        await().atMost(Duration.ofSeconds(20)).until(() -> !given.equals(value(KEY)));
    }

    /**
     * Runs the blocks of a page in their order, in the release's namespace.
     *
     * @param label which of the blocks
     * @param environment name, value, name, value
     * @return what they print, without the white space around it
     */
    private String run(String page, String label, String... environment) throws Exception {
        var text = Files.readString(PAGES.resolve(page));
        var blocks = Pattern.compile("<!-- run" + label + " -->\\n *```sh\\n(.*?)```", Pattern.DOTALL)
                .matcher(text)
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(blocks).as(page).isNotEmpty();
        var script = String.join("\n", blocks).replace("-n tigrit ", "-n " + release.namespace + " ");
        var builder = new ProcessBuilder("bash", "-euo", "pipefail", "-c", script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
        for (var i = 0; i < environment.length; i += 2) {
            builder.environment().put(environment[i], environment[i + 1]);
        }
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
