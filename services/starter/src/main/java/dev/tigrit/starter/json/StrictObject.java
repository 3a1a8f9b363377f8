package dev.tigrit.starter.json;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * One JSON object as a map of its top-level members: {@code String}, {@code Long}, {@code Double}, {@code Boolean}, {@link #NULL},
 * lists and maps of these, and {@link #OPAQUE} for what is none of them. Refused: what {@link StrictJson} refuses, anything
 * after the object, and unpaired surrogates at the top (they could not be written again).
 */
public final class StrictObject {

    private enum Mark {
        OPAQUE,
        NULL
    }

    /** Stands for a number that is neither a long nor a finite double, and for nested text with unpaired surrogates. */
    public static final Object OPAQUE = Mark.OPAQUE;

    public static final Object NULL = Mark.NULL;

    private StrictObject() {}

    /** The members, or null when the bytes are not such an object. */
    public static @Nullable Map<String, Object> read(byte[] json) {
        try (var parser = StrictJson.parserOfMaps(json)) {
            return members(parser);
        } catch (JacksonException _) {
            return null;
        }
    }

    /** The same for text that was decoded already. */
    public static @Nullable Map<String, Object> read(String json) {
        try (var parser = StrictJson.parserOfMaps(json)) {
            return members(parser);
        } catch (JacksonException _) {
            return null;
        }
    }

    private static @Nullable Map<String, Object> members(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return null;
        }
        var members = new HashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            var text = parser.nextToken() == JsonToken.VALUE_STRING ? parser.getString() : "";
            if (!isWellFormed(name) || !isWellFormed(text)) {
                return null;
            }
            put(members, name, value(parser));
        }
        return parser.nextToken() == null ? members : null;
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> isWellFormed(parser.getString()) ? parser.getString() : OPAQUE;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> NULL;
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue());
            case START_ARRAY -> items(parser);
            case START_OBJECT -> nested(parser);
            case VALUE_EMBEDDED_OBJECT, END_ARRAY, END_OBJECT, PROPERTY_NAME, NOT_AVAILABLE -> OPAQUE;
        };
    }

    private static Object integer(JsonParser parser) {
        return switch (parser.getNumberType()) {
            case INT, LONG -> parser.getLongValue();
            case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> OPAQUE;
        };
    }

    private static Object finite(double number) {
        return Double.isFinite(number) ? number : OPAQUE;
    }

    /** The parser bounds the depth. */
    private static List<Object> items(JsonParser parser) {
        var items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return items;
    }

    private static Map<String, Object> nested(JsonParser parser) {
        var members = new HashMap<String, Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var name = parser.currentName();
            parser.nextToken();
            put(members, name, value(parser));
        }
        return members;
    }

    private static void put(Map<String, Object> members, String name, Object value) {
        if (members.put(name, value) != null) {
            throw new StreamReadException("duplicate member");
        }
    }

    private static boolean isWellFormed(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }
}
