package dev.tigrit.charts.generated;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.comments.CommentLine;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * One value of a chart, as its comments describe it.
 *
 * @param schema what its {@code @schema} line adds to what its default says
 * @param initial its default; null for an object with members
 * @param members by key; empty for what is not an object with members
 */
record Value(
        String text, Map<String, Object> schema, @Nullable Object initial, Map<String, Value> members) {

    private static final String SCHEMA = "@schema ";

    /** The values of a file; an object with members is closed to others. */
    static Value parse(String yaml) {
        var comments = new LoaderOptions();
        comments.setProcessComments(true);
        var node = new Yaml(comments).compose(new StringReader(yaml));
        return node instanceof MappingNode mapping
                ? of("", Map.of(), mapping)
                : new Value("", Map.of(), null, Map.of());
    }

    /** The member at a path of keys. */
    Value at(String... path) {
        var value = this;
        for (var key : path) {
            var member = value.members.get(key);
            if (member == null) {
                throw new IllegalArgumentException("there is no value " + String.join(".", path));
            }
            value = member;
        }
        return value;
    }

    /** What stands above wins, where it says something. */
    Value under(Value above) {
        var merged = new LinkedHashMap<>(above.members);
        members.forEach((key, value) -> merged.merge(key, value, (theirs, ours) -> ours.under(theirs)));
        return new Value(
                above.text.isEmpty() ? text : above.text,
                above.schema.isEmpty() ? schema : above.schema,
                above.members.isEmpty() ? above.initial : null,
                merged);
    }

    private static Value of(String text, Map<String, Object> schema, Node node) {
        if (!(node instanceof MappingNode mapping)
                || mapping.getValue().isEmpty()
                || schema.containsKey("additionalProperties")) {
            return new Value(text, schema, plain(node), Map.of());
        }
        var members = new LinkedHashMap<String, Value>();
        for (var tuple : mapping.getValue()) {
            var key = ((ScalarNode) tuple.getKeyNode()).getValue();
            var comment = comment(tuple.getKeyNode());
            members.put(key, of(described(comment), schema(comment), tuple.getValueNode()));
        }
        return new Value(text, schema, null, members);
    }

    /** The comment lines that touch the key: an empty line parts them from those before. */
    private static List<String> comment(Node key) {
        var lines = new ArrayList<String>();
        for (CommentLine line : key.getBlockComments() == null ? List.<CommentLine>of() : key.getBlockComments()) {
            if (line.getValue().isEmpty()) {
                lines.clear();
            } else {
                lines.add(line.getValue().strip());
            }
        }
        return lines;
    }

    private static String described(List<String> comment) {
        return comment.stream().filter(line -> !line.startsWith(SCHEMA)).collect(Collectors.joining(" "));
    }

    private static Map<String, Object> schema(List<String> comment) {
        var schema = new LinkedHashMap<String, Object>();
        comment.stream()
                .filter(line -> line.startsWith(SCHEMA))
                .forEach(line -> schema.putAll(new Yaml().load(line.substring(SCHEMA.length()))));
        return schema;
    }

    private static @Nullable Object plain(Node node) {
        var text = new StringWriter();
        new Yaml().serialize(node, text);
        return new Yaml().load(text.toString());
    }
}
