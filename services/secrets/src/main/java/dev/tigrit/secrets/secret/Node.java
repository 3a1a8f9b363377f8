package dev.tigrit.secrets.secret;

import dev.tigrit.secrets.secret.Secret.Encoding;
import dev.tigrit.starter.json.StrictJson;
import dev.tigrit.starter.key.Sensitive;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A value in a JSON document; null for a missing member, or one that is null. Texts are read as bytes, so that no secret becomes a String
 * or stays in a pooled buffer. Error messages are our own, since a parser's may quote input; they begin with the place.
 *
 * @param place where it is in the document, as a message begins
 */
public record Node(String place, @Nullable Object value) {

    /** Members of other names are skipped, whatever they hold, and not named in any error. */
    private static final Set<String> NAMES =
            Set.of(("format incarnation revision digest_key entries shards file digest key encoding"
                            + " value version use_after previous not_after readers")
                    .split(" "));

    /** Reads a document; the place is what messages begin with. */
    public static Node read(String place, byte[] document) throws InvalidDocumentException {
        if (!StrictJson.isUtf8(document)) {
            throw new InvalidDocumentException(place + "is not UTF-8");
        }
        try (var parser = StrictJson.parserOfSecrets(document)) {
            parser.nextToken();
            var root = new Node(place, value(parser));
            if (parser.nextToken() != null) {
                throw new InvalidDocumentException(place + "something follows the JSON document");
            }
            return root;
        } catch (JacksonException _) {
            throw new InvalidDocumentException(place + "is not the documented JSON");
        }
    }

    private static Object value(JsonParser parser) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> {
                var elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(value(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> text(parser);
            case VALUE_NUMBER_INT ->
                // What is beyond a long is beyond any bounds.
                parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER ? Long.MAX_VALUE : parser.getLongValue();
            case null, default -> JsonToken.VALUE_NULL;
        };
    }

    private static Map<String, Object> members(JsonParser parser) {
        var members = new HashMap<String, Object>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_NULL && NAMES.contains(name)) {
                members.put(name, value(parser));
            } else {
                parser.skipChildren();
            }
        }
        return members;
    }

    private static Object text(JsonParser parser) {
        try {
            var text =
                    CharBuffer.wrap(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
            var encoded = StandardCharsets.UTF_8.newEncoder().encode(text);
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return Sensitive.of(bytes);
        } catch (CharacterCodingException e) {
            return e;
        }
    }

    public boolean isMissing() {
        return value == null;
    }

    /** The same, under a name by which people know it. */
    public Node called(String name) {
        return new Node(place + name + ": ", value);
    }

    public Node member(String name) throws InvalidDocumentException {
        if (value instanceof Map<?, ?> members) {
            return new Node(place + name + ": ", members.get(name));
        }
        throw invalid("has to be an object");
    }

    public List<Node> elements(int most) throws InvalidDocumentException {
        if (!(value instanceof List<?> elements)) {
            throw invalid("has to be an array");
        }
        if (elements.size() > most) {
            throw invalid("has more than " + most + " elements");
        }
        return IntStream.range(0, elements.size())
                .mapToObj(index -> new Node(place + "[" + index + "]: ", elements.get(index)))
                .toList();
    }

    public long number(long least, long most) throws InvalidDocumentException {
        if (!(value instanceof Long number)) {
            throw invalid("has to be a whole number");
        }
        if (number < least || number > most) {
            throw invalid("has to be from " + least + " to " + most);
        }
        return number;
    }

    /** The UTF-8 bytes of a text that may be a secret. */
    public Sensitive bytes() throws InvalidDocumentException {
        if (value instanceof Sensitive bytes) {
            return bytes;
        }
        throw invalid(value instanceof CharacterCodingException ? "has an unpaired surrogate" : "has to be a string");
    }

    /** A short text that is no secret. */
    public String text() throws InvalidDocumentException {
        return bytes().reveal();
    }

    public Encoding encoding() throws InvalidDocumentException {
        var named = Encoding.find(text());
        if (named == null) {
            throw invalid("is neither utf8 nor base64");
        }
        return named;
    }

    public Instant time() throws InvalidDocumentException {
        try {
            return OffsetDateTime.parse(text()).toInstant();
        } catch (DateTimeException _) {
            throw invalid("is not an RFC 3339 time");
        }
    }

    public InvalidDocumentException invalid(String rule) {
        return new InvalidDocumentException(place + (value == null ? "is missing" : rule));
    }
}
