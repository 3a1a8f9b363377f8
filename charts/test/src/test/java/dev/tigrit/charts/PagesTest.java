package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tigrit.charts.kit.Chart;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The pages in {@code docs/}: links, values and names of objects are those that exist. */
class PagesTest {

    private static final Path ROOT = Path.of("../..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern VALUES = Pattern.compile("<!-- values -->\\n```yaml\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern BLOCK = Pattern.compile("(?m)^ *```(.*?)```", Pattern.DOTALL);
    private static final Pattern TEST = Pattern.compile("(\\w+(?:Test|IT|E2E))#(\\w+)");
    private static final Pattern HEADING = Pattern.compile("(?m)^(#+) ");
    private static final Pattern OBJECT =
            Pattern.compile("(?:deployment|service|secret|configmap|managedsecret)[/ ](tigrit-[a-z-]*[a-z])\\b");
    private static final Pattern PROPERTY =
            Pattern.compile("`((?:auth|sessions|secrets|operator|global)\\.[a-zA-Z][\\w.-]*\\w)`");

    /** Made by the operator, or by the reader of the page. */
    private static final Set<String> NOT_RENDERED = Set.of("tigrit-secrets-tls", "tigrit-secrets-ca", "tigrit-trust");

    static List<Path> pages() throws IOException {
        try (var files = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                            Stream.of(ROOT.resolve("README.md"), ROOT.resolve("README.ru.md")),
                            files.filter(file -> file.toString().endsWith(".md")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksLeadSomewhere(Path page) throws IOException {
        assertThat(found(LINK, Files.readString(page))
                        .filter(link -> !link.contains("://"))
                        .filter(link -> !isThere(page, link)))
                .isEmpty();
    }

    /** {@code x.ru.md} beside {@code x.md}: the same headings by level, and the same commands to the letter. */
    @ParameterizedTest
    @MethodSource("translations")
    void translationHasTheHeadingsAndCommandsOfItsPage(Path translation) throws IOException {
        var page = Path.of(translation.toString().replace(".ru.md", ".md"));

        var translated = Files.readString(translation);
        var original = Files.readString(page);

        assertThat(headings(translated)).isEqualTo(headings(original));
        assertThat(found(BLOCK, translated))
                .containsExactlyElementsOf(found(BLOCK, original).toList());
    }

    static List<Path> translations() throws IOException {
        return pages().stream()
                .filter(page -> page.toString().endsWith(".ru.md"))
                .toList();
    }

    private static List<String> headings(String markdown) {
        return found(HEADING, BLOCK.matcher(markdown).replaceAll("")).toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void testsThatAPageNamesExist(Path page) throws IOException {
        assertThat(TEST.matcher(Files.readString(page)).results().filter(test -> !isTest(test.group(1), test.group(2))))
                .isEmpty();
    }

    private static boolean isTest(String name, String method) {
        try (var files = Files.find(
                ROOT, 20, (file, attributes) -> file.endsWith(name + ".java") && attributes.isRegularFile())) {
            return files.map(PagesTest::read).anyMatch(source -> source.contains("void " + method + "("));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void indexNamesEachPage() throws IOException {
        var folder = ROOT.resolve("docs");
        var index = Files.readString(folder.resolve("README.md"));

        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name ->
                                    name.endsWith(".md") && !name.equals("README.md") && !name.contains(".ru.")))
                    .isNotEmpty()
                    .allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
        }
    }

    @Test
    void valuesAreAcceptedByTheCharts() throws IOException {
        for (var page : pages()) {
            found(VALUES, Files.readString(page))
                    .forEach(yaml -> assertThatCode(
                                    () -> Chart.platform().values(yaml).render())
                            .as("%s", page)
                            .doesNotThrowAnyException());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void objectsThatCommandsNameAreThoseOfARelease(Path page) throws IOException {
        var manifests = Chart.everything().render();
        var known = new HashSet<>(NOT_RENDERED);
        manifests.objects().forEach(object -> known.add(object.getMetadata().getName()));
        manifests
                .get(ConfigMap.class, "tigrit-operator-defaults")
                .getData()
                .keySet()
                .forEach(file -> known.add(file.replace(".yaml", "")));

        assertThat(found(OBJECT, Files.readString(page))).isSubsetOf(known);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void propertiesAreValuesOfAChartOrDescribedByTheService(Path page) throws IOException {
        var text = Stream.of("services/auth", "services/sessions", "services/secrets", "operator")
                .map(folder -> read(ROOT.resolve(folder).resolve("README.md")))
                .collect(Collectors.joining());

        assertThat(found(PROPERTY, Files.readString(page))
                        .filter(name -> !isValue(name) && !text.contains("`" + name + "`")))
                .isEmpty();
    }

    private static Stream<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }

    private static boolean isThere(Path page, String link) {
        var parts = link.split("#", 2);
        var target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        return Files.exists(target)
                && (parts.length == 1 || anchors(read(target)).contains(parts[1]));
    }

    /** Of each heading, as the usual renderers make them. */
    private static Set<String> anchors(String markdown) {
        return markdown.lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static boolean isValue(String name) {
        var parts = name.split("\\.", -1);
        var isGlobal = parts[0].equals("global");
        var schema = JsonMapper.shared()
                .readTree(read(ROOT.resolve("charts/" + (isGlobal ? "auth" : parts[0]) + "/values.schema.json")));
        for (var i = isGlobal ? 0 : 1; i < parts.length; i++) {
            schema = child(schema, parts[i]);
        }
        return !schema.isMissingNode();
    }

    private static JsonNode child(JsonNode schema, String name) {
        var property = schema.path("properties").path(name);
        return property.isMissingNode() && schema.path("additionalProperties").isObject()
                ? schema.path("additionalProperties")
                : property;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
