package dev.tigrit.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.EntityExchangeResult;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/**
 * A service's openapi.yaml as a judge of real exchanges: an undocumented path, method, status, media type or header-less 401, and
 * a body that does not fit its schema or has a code without an example, fail the test.
 */
public final class Contract {

    private static final String MEMORY = "mem:/openapi.yaml";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final Map<String, Object> document;
    private final SchemaRegistry schemas;
    private final Set<String> seen = new LinkedHashSet<>();

    private Contract(String yaml) {
        document = new Yaml().load(yaml);
        schemas = SchemaRegistry.withDialect(Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(MEMORY, yaml)));
    }

    /** Reads the file; tests run in the module's folder, where the contract is. */
    public static Contract of(Path openapi) {
        try {
            return new Contract(Files.readString(openapi));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks request and response of one exchange. */
    public void check(EntityExchangeResult<byte[]> result) {
        var operation = operation(result);
        var sent = result.getRequestBodyContent();
        if (sent != null && sent.length > 0) {
            checkBody(
                    map(operation.definition(), "requestBody"),
                    operation.pointer() + "/requestBody",
                    result.getRequestHeaders().getContentType(),
                    sent);
        }
        checkResponse(result);
    }

    /** Checks the response only: for requests that are wrong on purpose. */
    public void checkResponse(EntityExchangeResult<byte[]> result) {
        var operation = operation(result);
        var status = Integer.toString(result.getStatus().value());
        var responses = map(operation.definition(), "responses");
        if (!responses.containsKey(status)) {
            throw new AssertionError("undocumented status " + status + " of " + operation.name());
        }
        seen.add(operation.name() + " " + status);
        var received = result.getResponseBody();
        if (received != null && received.length > 0) {
            checkBody(
                    map(responses, status),
                    operation.pointer() + "/responses/" + status,
                    result.getResponseHeaders().getContentType(),
                    received);
        }
    }

    /** For an answer whose body does not end, and so cannot be checked as a whole. */
    public void seen(String methodPathStatus) {
        seen.add(methodPathStatus);
    }

    /** Checks a text against one of the document's schemas: what a stream is made of. */
    public void checkSchema(String name, String json) {
        validate("/components/schemas/" + name, json);
    }

    /** Every "method path status" of the document. */
    public Set<String> documented() {
        var all = new TreeSet<String>();
        map(document, "paths")
                .forEach((path, item) -> cast(item).forEach((method, operation) -> {
                    if (Set.of("get", "put", "post", "delete", "patch").contains(method)) {
                        map(cast(operation), "responses")
                                .keySet()
                                .forEach(status -> all.add(method + " " + path + " " + status));
                    }
                }));
        return all;
    }

    /** Every "method path status" that a check has met so far. */
    public Set<String> seen() {
        return new TreeSet<>(seen);
    }

    private record Operation(String name, String pointer, Map<String, Object> definition) {}

    private Operation operation(EntityExchangeResult<byte[]> result) {
        var path = result.getUrl().getRawPath();
        var method = result.getMethod().name().toLowerCase(Locale.ROOT);
        var template = map(document, "paths").keySet().stream()
                .filter(candidate -> path.matches(candidate.replaceAll("\\{[^}]+}", "[^/]+")))
                .min(Comparator.comparingInt(candidate -> candidate.contains("{") ? 1 : 0))
                .orElseThrow(() -> new AssertionError("undocumented path " + path));
        var definition = map(map(map(document, "paths"), template), method);
        if (definition.isEmpty()) {
            throw new AssertionError("undocumented method " + method + " " + template);
        }
        return new Operation(method + " " + template, "/paths/" + escape(template) + "/" + method, definition);
    }

    private void checkBody(Map<String, Object> holder, String pointer, @Nullable MediaType type, byte[] body) {
        var at = pointer;
        var node = holder;
        if (node.get("$ref") instanceof String ref) {
            at = ref.substring(1);
            node = resolve(at);
        }
        if (type == null) {
            throw new AssertionError("body without a media type at " + at);
        }
        var name = type.getType() + "/" + type.getSubtype();
        if (!map(node, "content").containsKey(name)) {
            throw new AssertionError("undocumented media type " + name + " at " + at);
        }
        if (!name.endsWith("json")) {
            return;
        }
        var json = new String(body, UTF_8);
        validate(at + "/content/" + escape(name) + "/schema", json);
        if (name.equals("application/problem+json")) {
            checkCode(map(map(node, "content"), name), at, json);
        }
    }

    /** The codes of an error are those of its examples. */
    private static void checkCode(Map<String, Object> content, String at, String json) {
        Map<String, Object> problem = new Yaml().load(json);
        var documented = examples(content).stream()
                .map(example -> cast(example).get("code"))
                .toList();
        if (!documented.contains(problem.get("code"))) {
            throw new AssertionError("undocumented code at " + at + ", not of " + documented + ": " + json);
        }
    }

    /**
     * What clients and their generators miss in the document: an id of an operation, an example of a request body or of an error, an example
     * that fits its schema.
     */
    public List<String> gaps() {
        var gaps = new ArrayList<String>();
        var ids = new HashSet<Object>();
        map(document, "paths")
                .forEach((path, item) -> cast(item).forEach((method, operation) -> {
                    if (METHODS.contains(method)) {
                        var at = "/paths/" + escape(path) + "/" + method;
                        if (!(cast(operation).get("operationId") instanceof String id) || !ids.add(id)) {
                            gaps.add(at + " has no id of its own");
                        }
                        addGaps(map(cast(operation), "requestBody"), at + "/requestBody", gaps);
                        map(cast(operation), "responses").forEach((status, response) -> {
                            if (status.compareTo("400") >= 0) {
                                addGaps(cast(response), at + "/responses/" + status, gaps);
                            }
                        });
                    }
                }));
        return gaps;
    }

    private void addGaps(Map<String, Object> holder, String pointer, List<String> gaps) {
        var at = pointer;
        var node = holder;
        if (node.get("$ref") instanceof String ref) {
            at = ref.substring(1);
            node = resolve(at);
        }
        for (var content : map(node, "content").entrySet()) {
            var examples = examples(cast(content.getValue()));
            if (examples.isEmpty()) {
                gaps.add(pointer + " has no example");
            }
            for (var example : examples) {
                try {
                    validate(
                            at + "/content/" + escape(content.getKey()) + "/schema",
                            JsonMapper.shared().writeValueAsString(example));
                } catch (AssertionError e) {
                    gaps.add(e.getMessage());
                }
            }
        }
    }

    private static List<Object> examples(Map<String, Object> content) {
        return content.containsKey("example")
                ? List.of(content.get("example"))
                : map(content, "examples").values().stream()
                        .map(example -> cast(example).get("value"))
                        .toList();
    }

    private void validate(String pointer, String json) {
        var errors = schemas.getSchema(SchemaLocation.of(MEMORY + "#" + pointer))
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)));
        if (!errors.isEmpty()) {
            throw new AssertionError(pointer + " " + errors + " in " + json);
        }
    }

    private Map<String, Object> resolve(String pointer) {
        var node = document;
        for (var step : pointer.substring(1).split("/", -1)) {
            node = map(node, step.replace("~1", "/").replace("~0", "~"));
        }
        return node;
    }

    private static Map<String, Object> map(Map<String, Object> parent, String key) {
        return cast(parent.getOrDefault(key, Map.of()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> cast(Object node) {
        return (Map<String, Object>) node;
    }

    private static String escape(String step) {
        return step.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D");
    }
}
