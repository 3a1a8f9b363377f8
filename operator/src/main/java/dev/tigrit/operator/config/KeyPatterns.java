package dev.tigrit.operator.config;

import java.util.List;
import java.util.Map;

/**
 * Which keys may be claimed in which namespace. A pattern is a key, or the beginning of keys followed by {@code *}.
 *
 * @param byNamespace patterns; these namespaces are watched, and no other
 */
public record KeyPatterns(Map<String, List<String>> byNamespace) {

    private static final String PATTERN = "[A-Z0-9_]*\\*|[A-Z][A-Z0-9_]*";

    /** @throws IllegalArgumentException that names the wrong pattern */
    public KeyPatterns {
        byNamespace.forEach((namespace, patterns) -> {
            for (var pattern : patterns) {
                if (!pattern.matches(PATTERN)) {
                    throw new IllegalArgumentException("namespaces." + namespace + ": " + pattern
                            + " is neither a key nor the beginning of keys followed by *");
                }
            }
        });
    }

    public boolean permits(String namespace, String key) {
        return byNamespace.getOrDefault(namespace, List.of()).stream().anyMatch(pattern -> matches(pattern, key));
    }

    private static boolean matches(String pattern, String key) {
        return pattern.endsWith("*") ? key.startsWith(pattern.substring(0, pattern.length() - 1)) : key.equals(pattern);
    }
}
