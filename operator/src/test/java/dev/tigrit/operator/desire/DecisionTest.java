package dev.tigrit.operator.desire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.Encoding;
import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Bundle.Rendered;
import dev.tigrit.operator.bundle.Entry;
import dev.tigrit.operator.bundle.Entry.Claim;
import dev.tigrit.operator.bundle.Entry.Previous;
import dev.tigrit.operator.bundle.Incarnation;
import dev.tigrit.operator.bundle.SecretValue;
import dev.tigrit.operator.config.OperatorConfig;
import dev.tigrit.operator.desire.Decision.Desired;
import dev.tigrit.operator.desire.Decision.Verdict;
import dev.tigrit.operator.source.CachedObjects;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each {@code in-*.yaml} of the folder {@code desired}: objects, stored bundle and time; {@code out-*.yaml}: what is desired. */
class DecisionTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "desired");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Incarnation INCARNATION = new Incarnation("1764000000000-0123456789abcdef");
    private static final SecretValue DIGEST_KEY =
            SecretValue.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8));

    static Stream<String> cases() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("in-"))
                    .map(name -> name.substring(3, name.length() - 5))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void desiredIs(String name) throws IOException {
        var in = YAML.readTree(Files.readString(FOLDER.resolve("in-" + name + ".yaml")));
        var out = FOLDER.resolve("out-" + name + ".yaml");

        var desired = YAML.writeValueAsString(describe(Decision.desired(input(in))));

        if (System.getenv("GOLDEN_WRITE") != null) {
            Files.writeString(out, desired);
        }
        assertThat(desired).isEqualTo(Files.readString(out));
    }

    private static DecisionInput input(JsonNode in) throws IOException {
        var watched = names(in.path("watched"), Set.of("tigrit"));
        var observed = new HashSet<>(watched);
        observed.removeAll(names(in.path("unobserved"), Set.of()));
        var stored = stored(in.path("stored"));
        var floors = new TreeMap<String, Long>();
        in.path("served")
                .path("versions")
                .properties()
                .forEach(key -> floors.put(key.getKey(), key.getValue().asLong()));
        return new DecisionInput(
                stored,
                in.path("whole").asBoolean(true),
                INCARNATION,
                CachedObjects.of(in.path("objects"), in.path("patterns")).candidates(observed, stored),
                OperatorConfig.parse("{release: tigrit, namespace: tigrit, namespaces: %s}"
                        .formatted(watched.stream()
                                .map(name -> name + ": ['*']")
                                .collect(Collectors.joining(", ", "{", "}")))),
                observed,
                in.path("served").path("revision").asLong(),
                floors,
                Map.of(),
                Instant.parse(in.required("now").asText()));
    }

    private static Set<String> names(JsonNode list, Set<String> otherwise) {
        if (list.isMissingNode()) {
            return otherwise;
        }
        var names = new HashSet<String>();
        list.forEach(name -> names.add(name.asText()));
        return names;
    }

    private static Bundle stored(JsonNode in) throws IOException {
        var entries = new TreeMap<String, Rendered>();
        for (var node : in.path("entries")) {
            var entry = entry(node);
            entries.put(entry.key(), Rendered.of(entry, DIGEST_KEY));
        }
        var retired = new TreeMap<String, Long>();
        in.path("retired")
                .properties()
                .forEach(key -> retired.put(key.getKey(), key.getValue().asLong()));
        return Bundle.of(INCARNATION, in.path("revision").asLong(), DIGEST_KEY, entries, retired);
    }

    private static Entry entry(JsonNode node) throws IOException {
        var encoding = node.path("encoding").asText("utf8").equals("utf8") ? Encoding.UTF8 : Encoding.BASE64;
        var previous = new ArrayList<Previous>();
        for (var earlier : node.path("previous")) {
            previous.add(new Previous(
                    SecretValue.ofText(earlier.required("value").asText(), encoding),
                    earlier.required("version").asLong(),
                    Instant.parse(earlier.required("not_after").asText())));
        }
        var readers = new ArrayList<String>();
        node.path("readers").forEach(reader -> readers.add(reader.asText()));
        return new Entry(
                node.required("key").asText(),
                encoding,
                SecretValue.ofText(node.required("value").asText(), encoding),
                node.required("version").asLong(),
                Instant.parse(node.required("use_after").asText()),
                previous,
                readers,
                YAML.treeToValue(node.required("claim"), Claim.class),
                node.path("source").asText(),
                Instant.parse(node.required("changed_at").asText()),
                node.required("revision").asLong(),
                node.path("generated").asBoolean());
    }

    private static ObjectNode describe(Desired desired) throws IOException {
        var out = YAML.createObjectNode();
        out.put("changed", desired.isChanged());
        out.put("revision", desired.bundle().revision());
        var body = new StringBuilder();
        desired.bundle().body().forEach(piece -> body.append(new String(piece, StandardCharsets.UTF_8)));
        out.set("entries", YAML.readTree(body.toString()).path("entries"));
        out.set("retired", YAML.valueToTree(desired.bundle().retired()));
        var making = out.putArray("making");
        desired.toGenerate()
                .forEach(made -> making.addObject()
                        .put("key", made.key())
                        .put("for", made.claim().display())
                        .put("restored", made.restored() != null)
                        .put("replaces", made.replaced() != null));
        verdicts(desired.verdicts(), out.putArray("verdicts"));
        out.put("wake", text(desired.wake()));
        return out;
    }

    private static void verdicts(List<Verdict> verdicts, ArrayNode out) {
        for (var verdict : verdicts) {
            out.addObject()
                    .put("key", verdict.key())
                    .put("for", verdict.claim().display())
                    .put("reason", verdict.reason().text())
                    .put("message", verdict.message())
                    .put("version", verdict.version())
                    .put("revision", verdict.revision())
                    .put("next_rotation", text(verdict.nextRotation()));
        }
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }
}
