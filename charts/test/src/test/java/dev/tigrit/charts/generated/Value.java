package dev.tigrit.charts.generated;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
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
 * @param entry what each entry of a map looks like, when its {@code @entries} line names a file that says so
 */
record Value(
        String text,
        Map<String, Object> schema,
        @Nullable Object initial,
        Map<String, Value> members,
        @Nullable Value entry) {

    private static final String SCHEMA = "@schema ";
    private static final String ENTRIES = "@entries ";
    private static final String FROM = "@from ";

    Value(String text, Map<String, Object> schema, @Nullable Object initial, Map<String, Value> members) {
        this(text, schema, initial, members, null);
    }

    /** The values of a file that describes no entries. */
    static Value parse(String yaml) {
        return parse(yaml, name -> {
            throw new IllegalArgumentException("there is no file " + name);
        });
    }

    /**
     * The values of a file; an object with members is closed to others.
     *
     * @param entries gives the text of a file that an {@code @entries} line names
     */
    static Value parse(String yaml, UnaryOperator<String> entries) {
        var comments = new LoaderOptions();
        comments.setProcessComments(true);
        var node = new Yaml(comments).compose(new StringReader(yaml));
        return node instanceof MappingNode mapping
                ? of("", Map.of(), mapping, entries)
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
                merged,
                above.entry == null ? entry : above.entry);
    }

    private static Value of(String text, Map<String, Object> schema, Node node, UnaryOperator<String> entries) {
        if (!(node instanceof MappingNode mapping)
                || mapping.getValue().isEmpty()
                || schema.containsKey("additionalProperties")) {
            return new Value(text, schema, plain(node), Map.of());
        }
        var members = new LinkedHashMap<String, Value>();
        for (var tuple : mapping.getValue()) {
            var key = ((ScalarNode) tuple.getKeyNode()).getValue();
            var comment = comment(tuple.getKeyNode());
            var value = of(described(comment), schema(comment), tuple.getValueNode(), entries);
            members.put(key, value.withEntry(entry(comment, entries)));
        }
        return new Value(text, schema, null, members);
    }

    private Value withEntry(@Nullable Value described) {
        return new Value(text, schema, initial, members, described);
    }

    private static @Nullable Value entry(List<String> comment, UnaryOperator<String> entries) {
        return comment.stream()
                .filter(line -> line.startsWith(ENTRIES))
                .map(line -> parse(entries.apply(line.substring(ENTRIES.length()))))
                .findFirst()
                .orElse(null);
    }

    /** The comment lines that touch the key: an empty line parts them from those before. */
    private static List<String> comment(Node key) {
        var lines = new ArrayList<String>();
        for (CommentLine line : key.getBlockComments() == null ? List.<CommentLine>of() : key.getBlockComments()) {
            if (line.getValue().isBlank()) {
                lines.clear();
            } else {
                lines.add(line.getValue().strip());
            }
        }
        return lines;
    }

    private static String described(List<String> comment) {
        return comment.stream().filter(line -> !line.startsWith("@")).collect(Collectors.joining(" "));
    }

    private static Map<String, Object> schema(List<String> comment) {
        var schema = new LinkedHashMap<String, Object>();
        comment.stream()
                .filter(line -> line.startsWith(FROM))
                .forEach(line -> schema.putAll(reference(line.substring(FROM.length()))));
        comment.stream()
                .filter(line -> line.startsWith(SCHEMA))
                .forEach(line -> schema.putAll(new Yaml().load(line.substring(SCHEMA.length()))));
        return schema;
    }

    /** Text, or in its place an object with one of these members, which says where in the cluster it stands. */
    private static Map<String, Object> reference(String kinds) {
        var text = new TreeMap<String, Object>(Map.of("type", "string", "minLength", 1));
        var place = new LinkedHashMap<String, Object>();
        place.put("type", "object");
        place.put("additionalProperties", false);
        place.put("required", List.of("name", "key"));
        place.put("properties", new TreeMap<>(Map.of("name", text, "key", text)));
        var members = new LinkedHashMap<String, Object>();
        for (var kind : kinds.split(", ", -1)) {
            members.put(kind, place);
        }
        var schema = new LinkedHashMap<String, Object>();
        schema.put("type", List.of("string", "object"));
        schema.put("additionalProperties", false);
        schema.put("minProperties", 1);
        schema.put("maxProperties", 1);
        schema.put("properties", members);
        return schema;
    }

    private static @Nullable Object plain(Node node) {
        var text = new StringWriter();
        new Yaml().serialize(node, text);
        return new Yaml().load(text.toString());
    }
}
