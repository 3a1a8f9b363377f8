package dev.tigrit.charts.generated;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** JSON Schema of a chart's values: closed, so that a misspelt value is an error and not a default. */
final class Schema {

    private static final Map<String, Object> OPEN = Map.of("additionalProperties", true);

    private Schema() {}

    /** The text of {@code values.schema.json}. */
    static String of(Value root, boolean subchart) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("$schema", "http://json-schema.org/draft-07/schema#");
        schema.putAll(of(new Value("", Map.of(), null, withHelmsOwn(root.members(), subchart))));
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(schema) + "\n";
    }

    /** Values that stand in no file: what Helm keeps for the library chart, and the switch of a chart in the platform. */
    private static Map<String, Value> withHelmsOwn(Map<String, Value> members, boolean subchart) {
        var all = new LinkedHashMap<>(members);
        all.put("lib", new Value("", OPEN, Map.of(), Map.of()));
        if (subchart) {
            all.put("enabled", new Value("", Map.of(), true, Map.of()));
            // Whoever embeds the chart in one of his own has global values of his own.
            all.computeIfPresent("global", (_, global) -> new Value("", OPEN, null, global.members()));
        }
        return all;
    }

    private static Map<String, Object> of(Value value) {
        var schema = new LinkedHashMap<String, Object>();
        if (!value.text().isEmpty()) {
            schema.put("description", value.text());
        }
        if (value.members().isEmpty()) {
            var type = type(value.initial());
            if (type != null && !value.schema().containsKey("enum")) {
                schema.put("type", type);
            }
            if (value.initial() instanceof Map) {
                schema.put("additionalProperties", false);
            }
        } else {
            var properties = new LinkedHashMap<String, Object>();
            value.members().forEach((key, member) -> properties.put(key, of(member)));
            schema.put("type", "object");
            schema.put("additionalProperties", false);
            schema.put("properties", properties);
        }
        schema.putAll(value.schema());
        var entry = value.entry();
        if (entry != null) {
            schema.put("additionalProperties", of(entry));
        }
        return schema;
    }

    private static @Nullable String type(@Nullable Object initial) {
        return switch (initial) {
            case null -> null;
            case Boolean _ -> "boolean";
            case Integer _ -> "integer";
            case Number _ -> "number";
            case List<?> _ -> "array";
            case Map<?, ?> _ -> "object";
            default -> "string";
        };
    }
}
