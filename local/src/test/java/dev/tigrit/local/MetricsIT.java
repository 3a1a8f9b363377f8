package dev.tigrit.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.Service;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What alerts and dashboards ask for is what the services answer at {@code /metrics}. */
@ExtendWith(TestSystem.class)
class MetricsIT {

    private static final List<String> SERVICES =
            List.of(Service.AUTH, Service.SESSIONS, Service.SECRETS, Service.GAME, Service.BOT, Service.API);
    private static final Pattern ASKED = Pattern.compile("\\b([a-z0-9]+(?:_[a-z0-9]+)+)\\{([^}]*)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?==~?\"|!=|!~)");

    /** Only there with a published JWK Set, a replay guard, TLS or a trust document: tests of those services read them. */
    private static final Set<String> NEEDS_MORE = Set.of(
            "auth_jwks_age_seconds",
            "auth_jwks_fetches_total",
            "auth_issuer_keys_known",
            "auth_replay_total",
            "secrets_tls_not_after_seconds",
            "tigrit_trust_age_seconds");

    /** Of the targets, and of the result of an expression. */
    private static final Set<String> TARGET = Set.of("namespace", "service", "pod", "le", "uri");

    private final LocalSystem system;
    private final Caller caller;

    MetricsIT(LocalSystem system) throws IOException {
        this.system = system;
        this.caller = new Caller(system.env());
    }

    @BeforeEach
    void callEachService() throws Exception {
        caller.verifyInitData(
                InitData.ofUser(Demo.USER, Instant.now()).sign(system.keys().telegramBotToken()));
        caller.verifySession(caller.createSession("279058397").field("token"));
        for (var service : SERVICES) {
            caller.get(system.service(service).url() + "/health");
        }
    }

    @Test
    void askedMetricsAndLabelsExist() {
        var asked = asked();
        asked.keySet().removeIf(name -> NEEDS_MORE.contains(name) || name.startsWith("tigrit_operator_"));
        assertThat(asked).hasSizeGreaterThan(15);

        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            var answered = answered();
            assertThat(answered.keySet()).containsAll(asked.keySet());
            asked.forEach(
                    (name, labels) -> assertThat(answered.get(name)).as(name).containsAll(labels));
        });
    }

    @Test
    void requestsOfEachServiceAreInAHistogramWithTheObjective() throws Exception {
        for (var service : SERVICES) {
            assertThat(metrics(service))
                    .as(service)
                    .anyMatch(line ->
                            line.startsWith("http_server_requests_seconds_bucket{") && line.contains("le=\"0.25\""));
        }
        assertThat(metrics(Service.SESSIONS))
                .anyMatch(line ->
                        line.startsWith("sessions_store_commands_seconds_bucket{") && line.contains("le=\"0.025\""));
    }

    /** Names with their labels, in the templates of the charts and in the dashboards. */
    private static Map<String, Set<String>> asked() {
        var asked = new TreeMap<String, Set<String>>();
        try (var files = Files.walk(TestSystem.ROOT.resolve("charts"))) {
            files.filter(file -> file.toString()
                            .matches(".*/(templates/(objects\\.yaml|_alerts\\.tpl)|dashboards/.*\\.json)"))
                    .flatMap(file -> ASKED.matcher(expressions(file)).results())
                    .forEach(match -> asked.computeIfAbsent(match.group(1), _ -> new TreeSet<>())
                            .addAll(labels(match.group(2))
                                    .filter(label -> !TARGET.contains(label))
                                    .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return asked;
    }

    private Map<String, Set<String>> answered() {
        return SERVICES.stream()
                .flatMap(service -> metrics(service).stream())
                .filter(line -> !line.startsWith("#"))
                .collect(Collectors.toMap(
                        line -> line.replaceFirst("[{ ].*", ""),
                        line -> labels(line).collect(Collectors.toCollection(TreeSet::new)),
                        (one, other) -> {
                            one.addAll(other);
                            return one;
                        }));
    }

    private static Stream<String> labels(String text) {
        return LABEL.matcher(text).results().map(match -> match.group(1));
    }

    private List<String> metrics(String service) {
        try {
            return caller.get(system.service(service).management() + "/metrics")
                    .body()
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The text of a template without its actions, or of a dashboard without its escapes. */
    private static String expressions(Path file) {
        try {
            return Files.readString(file).replaceAll("\\{\\{.*?}}", "").replace("\\\"", "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
