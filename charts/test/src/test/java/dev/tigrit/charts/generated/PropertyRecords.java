package dev.tigrit.charts.generated;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** The records and enums of a module as they stand in its source, with their Javadoc, which no class file has. */
final class PropertyRecords {

    /**
     * @param name with the types around it, {@code SessionsProperties.Events}
     * @param prefix of {@code @ConfigurationProperties}, or null
     * @param components of a record
     * @param constants of an enum, as they are written in the configuration
     * @param texts string constants by name
     * @param text of its Javadoc, as Markdown
     */
    record Type(
            String name,
            @Nullable String prefix,
            List<Component> components,
            List<String> constants,
            Map<String, String> texts,
            String text) {}

    /**
     * @param type as in the source, without annotations
     * @param isNullable whether it may be left out without a default
     * @param initial value of {@code @DefaultValue}, or null
     * @param text of its {@code @param}, as Markdown
     */
    record Component(
            String name,
            String type,
            boolean isNullable,
            @Nullable String initial,
            String text) {}

    private final Map<String, List<Type>> types = new TreeMap<>();

    private PropertyRecords() {}

    /** Of each source below these folders. */
    static PropertyRecords of(List<Path> folders) throws IOException {
        var sources = new ArrayList<Path>();
        for (var folder : folders) {
            try (var files = Files.walk(folder)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask)
                    compiler.getTask(null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
            var records = new PropertyRecords();
            var docs = DocTrees.instance(task);
            for (var unit : task.parse()) {
                new Scanner(docs, records).scan(unit, null);
            }
            return records;
        }
    }

    /** Those with a prefix, by prefix and name. */
    List<Type> roots() {
        return types.values().stream()
                .flatMap(List::stream)
                .filter(type -> type.prefix() != null)
                .sorted((a, b) -> (a.prefix() + " " + a.name()).compareTo(b.prefix() + " " + b.name()))
                .toList();
    }

    /** A record or enum as named inside another type, the nearest of that name; null when it is neither. */
    @Nullable
    Type find(String name, Type inside) {
        for (var around = inside.name(); ; around = around.substring(0, around.lastIndexOf('.'))) {
            var nested = only(around + "." + name);
            if (nested != null) {
                return nested;
            }
            if (!around.contains(".")) {
                return only(types.keySet().stream()
                        .filter(type -> !types.containsKey(name) && type.endsWith("." + name))
                        .findFirst()
                        .orElse(name));
            }
        }
    }

    /** @throws IllegalStateException when several have that name, or none has it */
    Type get(String name) {
        var type = only(name);
        if (type == null) {
            throw new IllegalStateException("there is no record " + name);
        }
        return type;
    }

    private @Nullable Type only(String name) {
        var found = types.getOrDefault(name, List.of());
        if (found.size() > 1) {
            throw new IllegalStateException(name + " stands in several packages");
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    /** As it is written in the configuration. */
    private static String toConstant(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static final class Scanner extends TreePathScanner<Void, Void> {

        private final DocTrees docs;
        private final PropertyRecords records;

        Scanner(DocTrees docs, PropertyRecords records) {
            this.docs = docs;
            this.records = records;
        }

        @Override
        public @Nullable Void visitClass(ClassTree tree, Void nothing) {
            if (tree.getKind() == Tree.Kind.RECORD || tree.getKind() == Tree.Kind.ENUM) {
                var type = type(tree);
                records.types
                        .computeIfAbsent(type.name(), _ -> new ArrayList<>())
                        .add(type);
            }
            super.visitClass(tree, null);
            return null;
        }

        private Type type(ClassTree tree) {
            var fields = tree.getMembers().stream()
                    .filter(VariableTree.class::isInstance)
                    .map(VariableTree.class::cast)
                    .toList();
            var texts = params();
            var isRecord = tree.getKind() == Tree.Kind.RECORD;
            return new Type(
                    name(),
                    annotation(tree.getModifiers().getAnnotations(), "ConfigurationProperties"),
                    isRecord
                            ? fields.stream()
                                    .filter(field -> !isStatic(field))
                                    .map(field -> component(field, texts))
                                    .toList()
                            : List.of(),
                    isRecord
                            ? List.of()
                            : fields.stream()
                                    .filter(field -> field.getType()
                                            .toString()
                                            .equals(tree.getSimpleName().toString()))
                                    .map(field -> toConstant(field.getName().toString()))
                                    .toList(),
                    fields.stream()
                            .filter(field -> isStatic(field)
                                    && field.getInitializer() instanceof com.sun.source.tree.LiteralTree literal
                                    && literal.getValue() instanceof String)
                            .collect(Collectors.toMap(
                                    field -> field.getName().toString(), field -> text(field.getInitializer()))),
                    description());
        }

        private String name() {
            var names = new ArrayList<String>();
            for (TreePath path = getCurrentPath(); path != null; path = path.getParentPath()) {
                if (path.getLeaf() instanceof ClassTree around) {
                    names.addFirst(around.getSimpleName().toString());
                }
            }
            return String.join(".", names);
        }

        private static boolean isStatic(VariableTree field) {
            return field.getModifiers().getFlags().contains(Modifier.STATIC);
        }

        private static Component component(VariableTree field, Map<String, String> texts) {
            var annotations = field.getModifiers().getAnnotations();
            var name = field.getName().toString();
            var type = field.getType().toString();
            return new Component(
                    name,
                    type.replaceAll("@\\w+(\\([^)]*\\))? ?", ""),
                    type.contains("@Nullable") || annotation(annotations, "Nullable") != null,
                    annotation(annotations, "DefaultValue"),
                    texts.getOrDefault(name, ""));
        }

        /** Its value as text, empty without one; null when it is not there. */
        private static @Nullable String annotation(List<? extends AnnotationTree> annotations, String name) {
            return annotations.stream()
                    .filter(annotation ->
                            annotation.getAnnotationType().toString().equals(name))
                    .map(annotation -> annotation.getArguments().stream()
                            .map(Scanner::text)
                            .collect(Collectors.joining(", ")))
                    .findFirst()
                    .orElse(null);
        }

        private static String text(ExpressionTree tree) {
            return switch (tree) {
                case AssignmentTree assignment -> text(assignment.getExpression());
                case com.sun.source.tree.LiteralTree literal -> String.valueOf(literal.getValue());
                default -> tree.toString();
            };
        }

        private String description() {
            var comment = docs.getDocCommentTree(getCurrentPath());
            return comment == null ? "" : markdown(comment.getFullBody());
        }

        private Map<String, String> params() {
            var comment = docs.getDocCommentTree(getCurrentPath());
            if (comment == null) {
                return Map.of();
            }
            return comment.getBlockTags().stream()
                    .filter(ParamTree.class::isInstance)
                    .map(ParamTree.class::cast)
                    .collect(Collectors.toMap(
                            tag -> tag.getName().getName().toString(), tag -> markdown(tag.getDescription())));
        }

        private static String markdown(List<? extends DocTree> parts) {
            return parts.stream()
                    .map(part -> switch (part) {
                        case LiteralTree code -> "`" + code.getBody().getBody() + "`";
                        case LinkTree link -> "`" + link.getReference().getSignature() + "`";
                        default -> part.toString();
                    })
                    .collect(Collectors.joining())
                    .replaceAll("\\s+", " ");
        }
    }
}
