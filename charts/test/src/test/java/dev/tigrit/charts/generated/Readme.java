package dev.tigrit.charts.generated;

import java.util.StringJoiner;
import tools.jackson.databind.json.JsonMapper;

/** A table between two marks in a README; the rest of that file is written by hand. */
final class Readme {

    private static final String BEGIN = "<!-- %s, by `make generate` -->\n";
    private static final String END = "<!-- end of %s -->\n";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Readme() {}

    /** The same README with the table as it has to be. */
    static String with(Value root, String readme) {
        return with("values", table(root), readme);
    }

    /** The same README with this text between the two marks of that name. */
    static String with(String name, String text, String readme) {
        var begin = readme.indexOf(BEGIN.formatted(name));
        var end = readme.indexOf(END.formatted(name));
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("the README has no place for the " + name + ": " + BEGIN + END);
        }
        return readme.substring(0, begin + BEGIN.formatted(name).length()) + text + readme.substring(end);
    }

    private static String table(Value root) {
        var rows = new StringJoiner("\n", "\n| value | default | meaning |\n|---|---|---|\n", "\n\n");
        root.members().forEach((key, value) -> add(key, "", value, rows));
        return rows.toString();
    }

    private static void add(String key, String group, Value value, StringJoiner rows) {
        if (value.members().isEmpty()) {
            var text = value.text().isEmpty() ? group : value.text();
            rows.add("| `%s` | `%s` | %s |"
                    .formatted(
                            key,
                            JSON.writeValueAsString(value.initial()),
                            text.replace("|", "\\|").replace("<", "&lt;")));
            if (value.entry() != null) {
                value.entry().members().forEach((name, member) -> add(key + ".<name>." + name, "", member, rows));
            }
        } else {
            value.members().forEach((name, member) -> add(key + "." + name, value.text(), member, rows));
        }
    }
}
