package dev.tigrit.charts.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tigrit.auth.AuthApplication;
import dev.tigrit.auth.AuthProperties;
import dev.tigrit.auth.jwt.IssuerProperties;
import dev.tigrit.auth.jwt.TelegramOidcProperties;
import dev.tigrit.auth.telegram.BotProperties;
import dev.tigrit.charts.kit.Chart;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.yaml.snakeyaml.Yaml;

/** The chart has each property of the service's records under its own name, and no other. */
class PropertiesTest {

    @TempDir
    private Path root = Path.of("");

    @Test
    void valuesAreThePropertiesOfTheService() throws IOException {
        assertThat(values("bots", "additionalProperties"))
                .containsExactlyInAnyOrderElementsOf(names(BotProperties.class));
        assertThat(values("issuers", "additionalProperties"))
                .containsExactlyInAnyOrderElementsOf(names(IssuerProperties.class));
        assertThat(values("jwt-secret")).containsExactlyInAnyOrderElementsOf(names(AuthProperties.JwtSecret.class));
        assertThat(values("telegram", "properties", "oidc"))
                .containsExactlyInAnyOrderElementsOf(names(TelegramOidcProperties.class));
        // The bots are a value beside it, by name.
        assertThat(Stream.concat(values("telegram").stream(), Stream.of("bots")))
                .containsExactlyInAnyOrderElementsOf(names(AuthProperties.Telegram.class));
    }

    @Test
    void defaultsOfTheChartAreThoseOfTheService() throws IOException {
        var service = new Binder().bindOrCreate("auth", AuthProperties.class);

        var chart = AuthService.of(
                        Chart.of("auth")
                                .set("environmentSecret", "keys")
                                .set("trust.enabled", false)
                                .render(),
                        root)
                .properties();

        assertThat(chart).isEqualTo(service);
        assertThat(bind("issuers", IssuerProperties.class, Map.of()))
                .isEqualTo(new Binder().bindOrCreate("auth", IssuerProperties.class));
        var token = Map.of("token", "SHOP_BOT_TOKEN");
        assertThat(bind("bots", BotProperties.class, token)).isEqualTo(BotProperties.ofToken("SHOP_BOT_TOKEN"));
    }

    /** Below auth each group is a value, or free in config; nothing else passes. */
    @Test
    void configTakesTheOtherGroupsOfPropertiesAndNoMore() {
        var groups = Stream.concat(
                        Stream.of("forward-auth", "secrets"),
                        configurationProperties()
                                .map(type -> type.getAnnotation(ConfigurationProperties.class))
                                .map(annotation -> annotation.value())
                                .filter(prefix -> prefix.startsWith("auth."))
                                .map(prefix -> prefix.substring("auth.".length())))
                .toList();
        assertThat(groups).contains("jwks", "replay", "game-backend");

        for (var group : groups) {
            var config = "config: {auth: {%s: {}}}".formatted(group);
            assertThat(Chart.platform()
                            .values("auth: {" + config + "}")
                            .render()
                            .objects())
                    .as(group)
                    .isNotEmpty();
        }
    }

    private static Stream<? extends Class<?>> configurationProperties() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        return scanner.findCandidateComponents(AuthApplication.class.getPackageName()).stream()
                .map(found -> {
                    try {
                        return Class.forName(found.getBeanClassName());
                    } catch (ClassNotFoundException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    /** What the chart says of an entry's defaults, without what is empty, and what has to be there. */
    private static <T> T bind(String entries, Class<T> type, Map<String, String> required) throws IOException {
        Map<String, Object> described =
                new Yaml().load(Files.readString(Path.of("../auth/entries", entries + ".yaml")));
        var given = new TreeMap<String, Object>();
        described.forEach((name, value) -> {
            if (!value.equals("") && !value.equals(List.of()) && !value.equals(Map.of())) {
                given.put("auth." + name, value);
            }
        });
        required.forEach((name, value) -> given.put("auth." + name, value));
        return new Binder(new MapConfigurationPropertySource(given)).bindOrCreate("auth", type);
    }

    private static List<String> values(String... path) throws IOException {
        JsonNode node = new ObjectMapper()
                .readTree(Path.of("../auth/values.schema.json").toFile())
                .path("properties");
        for (var member : path) {
            node = node.path(member);
        }
        assertThat(node.path("additionalProperties").asText()).isEqualTo("false");
        return node.path("properties").properties().stream()
                .map(Map.Entry::getKey)
                .toList();
    }

    private static List<String> names(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(DataObjectPropertyName::toDashedForm)
                .toList();
    }
}
