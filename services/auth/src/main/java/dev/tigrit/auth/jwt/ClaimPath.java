package dev.tigrit.auth.jwt;

import dev.tigrit.starter.json.StrictObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where in a token a claim stands: names of members, joined by dots; a number counts the items of a list from 0. Names may have
 * dots themselves ({@code https://game.example/id}, {@code firebase.identities.google.com.0}), so that a path may have several
 * readings. The token decides which one is meant; when it has a value for two of them, none is.
 *
 * @param text as it is configured
 */
public record ClaimPath(String text) {

    /** More dots than any real name of a claim has; each one could double the readings. */
    private static final int MAX_DOTS = 16;

    /** @throws IllegalArgumentException says why it can be no path, without the text */
    public ClaimPath {
        if (text.isBlank()) {
            throw new IllegalArgumentException("is empty");
        }
        if (text.chars().filter(c -> c == '.').count() > MAX_DOTS) {
            throw new IllegalArgumentException("has more than " + MAX_DOTS + " dots");
        }
    }

    /** The value there; null when it is absent or null, {@link StrictObject#OPAQUE} when the token has two. */
    @Nullable
    Object in(Map<String, Object> members) {
        var found = new ArrayList<>(1);
        collect(members, 0, found);
        return switch (found.size()) {
            case 0 -> null;
            case 1 -> found.getFirst();
            default -> StrictObject.OPAQUE;
        };
    }

    /** Goes down every name that starts at that character and ends at a dot or at the end. */
    private void collect(@Nullable Object at, int start, List<Object> found) {
        if (start > text.length()) {
            if (at != null && !at.equals(StrictObject.NULL)) {
                found.add(at);
            }
            return;
        }
        if (!(at instanceof Map<?, ?> || at instanceof List<?>)) {
            return;
        }
        for (var dot = text.indexOf('.', start); ; dot = text.indexOf('.', dot + 1)) {
            var end = dot < 0 ? text.length() : dot;
            collect(child(at, text.substring(start, end)), end + 1, found);
            if (dot < 0) {
                return;
            }
        }
    }

    private static @Nullable Object child(Object parent, String name) {
        if (parent instanceof List<?> items) {
            var isIndex = !name.isEmpty() && name.length() <= 4 && name.chars().allMatch(c -> c >= '0' && c <= '9');
            var index = isIndex ? Integer.parseInt(name) : items.size();
            return index < items.size() ? items.get(index) : null;
        }
        return parent instanceof Map<?, ?> members ? members.get(name) : null;
    }
}
