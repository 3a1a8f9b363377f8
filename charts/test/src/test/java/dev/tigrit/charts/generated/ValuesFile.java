package dev.tigrit.charts.generated;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** The text of {@code values.yaml}: every value of a chart with its description and its default. */
final class ValuesFile {

    private ValuesFile() {}

    static String of(Value root) {
        var text = new StringBuilder("""
                # Written by `make generate` from own.yaml of this chart and from shared.yaml of the library chart: change those.
                """);
        root.members().forEach((key, value) -> add(key, value, "", text));
        return text.toString();
    }

    private static void add(String key, Value value, String indent, StringBuilder text) {
        if (!value.text().isEmpty()) {
            text.append("%s# %s\n".formatted(indent, value.text().strip()));
        }
        if (value.members().isEmpty()) {
            plain(key, value.initial()).lines().forEach(line -> text.append("%s%s\n".formatted(indent, line)));
        } else {
            text.append("%s%s:\n".formatted(indent, key));
            value.members().forEach((name, member) -> add(name, member, indent + "  ", text));
        }
    }

    private static String plain(String key, @Nullable Object initial) {
        var options = new DumperOptions();
        options.setWidth(Integer.MAX_VALUE);
        if (initial instanceof Map<?, ?> map && !map.isEmpty()) {
            return new Yaml(options).dump(Map.of(key, initial));
        }
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
        return key + ": " + ("".equals(initial) ? "\"\"" : new Yaml(options).dump(initial));
    }
}
