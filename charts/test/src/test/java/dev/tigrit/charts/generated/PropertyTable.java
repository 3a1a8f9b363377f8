package dev.tigrit.charts.generated;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** The table of a program's configuration, made of its property records. */
final class PropertyTable {

    private static final Path ROOT = Path.of("../..");
    private static final Path STARTER = ROOT.resolve("services/starter/src/main/java");
    private static final Pattern COLLECTION = Pattern.compile("(?:List|Set)<(.+)>");
    private static final Pattern MAP = Pattern.compile("Map<String, (.+)>");

    /** Not to be set by hand: the ConfigMap of a chart says it, and its README what it is. */
    private static final String CONFIG_MAP = "tigrit.config";

    /** A Javadoc link in brackets: to an enum, or of no use to who reads no code. */
    private static final Pattern LINK = Pattern.compile(" \\(`([A-Z]\\w+)`\\)");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("boolean", "`true`, `false`"),
            Map.entry("int", "number"),
            Map.entry("Integer", "number"),
            Map.entry("String", "text"),
            Map.entry("Sensitive", "secret text"),
            Map.entry("Duration", "duration"),
            Map.entry("URI", "URL"),
            Map.entry("Path", "path"),
            Map.entry("InetAddress", "IP address"));

    private final PropertyRecords records;
    private final Map<String, Object> defaults;
    private final Map<String, String> rows = new TreeMap<>();

    private PropertyTable(PropertyRecords records, Map<String, Object> defaults) {
        this.records = records;
        this.defaults = defaults;
    }

    /** Of a service: its own records, the starter's, and where it follows keys of Secrets. */
    static String ofService(String name) throws IOException {
        var records = PropertyRecords.of(List.of(sources("services/" + name), STARTER));
        var table = new PropertyTable(records, Map.of());
        records.roots().stream()
                .filter(root -> !CONFIG_MAP.equals(root.prefix()))
                .forEach(root -> table.add(root, root.prefix() + "."));
        if (!name.equals("secrets")) {
            table.add(records.get("RemoteKeys.Properties"), name + ".secrets.");
        }
        return table.text("property");
    }

    /** Of the operator, whose defaults are a document. */
    static String ofOperator() throws IOException {
        var records = PropertyRecords.of(List.of(sources("operator")));
        var root = records.get("OperatorConfig");
        var table = new PropertyTable(records, new Yaml().load(root.texts().get("DEFAULTS")));
        table.add(root, "");
        return table.text("key");
    }

    private static Path sources(String module) {
        return ROOT.resolve(module).resolve("src/main/java");
    }

    private void add(PropertyRecords.Type type, String prefix) {
        for (var component : type.components()) {
            add(component, component.type(), prefix + kebab(component.name()), type);
        }
    }

    private void add(PropertyRecords.Component component, String name, String path, PropertyRecords.Type inside) {
        var map = MAP.matcher(name);
        var collection = COLLECTION.matcher(name);
        var element = map.matches() ? map.group(1) : collection.matches() ? collection.group(1) : name;
        var known = records.find(element, inside);
        if (known != null && !known.components().isEmpty() && !TYPES.containsKey(element)) {
            add(known, path + (map.matches() ? ".<name>." : collection.matches() ? "[n]." : "."));
        } else if (map.matches()) {
            add(component, element, path + ".<name>", inside);
        } else {
            var constants = constants(known);
            rows.put(
                    path,
                    "| `%s` | %s | %s | %s |"
                            .formatted(
                                    path,
                                    (collection.matches() ? "list of " : "")
                                            + (constants.isEmpty() ? type(element) : constants),
                                    initial(component, path),
                                    meaning(component, known, inside, path)));
        }
    }

    private static String type(String name) {
        return Objects.requireNonNull(TYPES.get(name), () -> "there is no word for the type " + name);
    }

    private static String constants(PropertyRecords.@Nullable Type type) {
        return type == null
                ? ""
                : type.constants().stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
    }

    /** Of its own, else what its type is for. Other properties are named as in the configuration, enums by their constants. */
    private String meaning(
            PropertyRecords.Component component,
            PropertyRecords.@Nullable Type type,
            PropertyRecords.Type inside,
            String path) {
        var texts = Stream.of(component.text(), type == null ? "" : type.text(), inside.text());
        var text = texts.filter(found -> !found.isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(path + " has no Javadoc"));
        for (var sibling : inside.components()) {
            if (!kebab(sibling.name()).equals(sibling.name())) {
                text = text.replaceAll("\\b" + sibling.name() + "\\b", "`" + kebab(sibling.name()) + "`");
            }
        }
        return LINK.matcher(text)
                .replaceAll(link -> {
                    var constants = constants(records.find(link.group(1), inside));
                    return constants.isEmpty() ? "" : " (" + constants + ")";
                })
                .replace("|", "\\|");
    }

    private String initial(PropertyRecords.Component component, String path) {
        Object value = defaults;
        for (var part : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> map ? map.get(part) : null;
        }
        if (value == null) {
            value = component.initial();
        }
        if (value != null && !value.toString().isEmpty()) {
            return "`" + value + "`";
        }
        return switch (component.type()) {
            case "boolean" -> "`false`";
            case "int" -> "`0`";
            default -> value == null && !component.isNullable() && !path.contains("<") ? "required" : "none";
        };
    }

    private String text(String name) {
        return "\n| " + name + " | value | default | meaning |\n|---|---|---|---|\n" + String.join("\n", rows.values())
                + "\n\n";
    }

    /** As relaxed binding and Jackson's kebab case write it. */
    private static String kebab(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
