package dev.tigrit.secrets.bundle;

import dev.tigrit.starter.json.StrictJson;
import dev.tigrit.starter.key.Sensitive;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one JSON document token by token, so that no value becomes a String and none stays in a pooled buffer. Error messages are our
 * own, since a parser's may quote input; they begin with the place.
 */
final class DocumentReader {

    private static final long NO_FORMAT = -1;

    private final JsonParser parser;

    private DocumentReader(JsonParser parser) {
        this.parser = parser;
    }

    /** The members of a document, each with what takes its value. */
    @FunctionalInterface
    interface Members {
        Map<String, Part> of(DocumentReader json);
    }

    /** Takes the value of one member or element. */
    @FunctionalInterface
    interface Part {
        void take() throws InvalidBundleException;
    }

    /**
     * Reads the one object that the bytes have to be, and its {@code format}.
     *
     * @throws InvalidBundleException.UnknownFormatException when it states another format, whatever else is in it
     */
    static void read(byte[] document, Members members) throws InvalidBundleException {
        var format = new AtomicLong(NO_FORMAT);
        Members withFormat = json -> {
            var all = new HashMap<>(members.of(json));
            all.put("format", () -> format.set(json.number(0, Integer.MAX_VALUE)));
            return all;
        };
        try {
            readObject(document, withFormat);
        } catch (InvalidBundleException e) {
            // A later format may have its members in other shapes, so the format is looked for by itself before they
            // are blamed.
            if (format.get() == NO_FORMAT) {
                readObject(document, json -> Map.of("format", () -> format.set(json.number(0, Integer.MAX_VALUE))));
            }
            requireKnown(format.get());
            throw e;
        }
        requireKnown(format.get());
    }

    private static void requireKnown(long format) throws InvalidBundleException {
        if (format == NO_FORMAT) {
            throw new InvalidBundleException("format: is missing");
        }
        if (format != Bundle.FORMAT) {
            throw new InvalidBundleException.UnknownFormatException();
        }
    }

    private static void readObject(byte[] document, Members members) throws InvalidBundleException {
        try (var parser = parser(document)) {
            parser.nextToken();
            var reader = new DocumentReader(parser);
            reader.object(members.of(reader));
            if (parser.nextToken() != null) {
                throw new InvalidBundleException("something follows the JSON document");
            }
        } catch (JacksonException _) {
            throw new InvalidBundleException("is not the documented JSON");
        }
    }

    private static JsonParser parser(byte[] document) throws InvalidBundleException {
        try {
            return StrictJson.parserOfSecrets(document);
        } catch (JacksonException _) {
            throw new InvalidBundleException("is not UTF-8");
        }
    }

    /** Members of other names are skipped, and not named in any error. */
    void object(Map<String, Part> members) throws InvalidBundleException {
        require(JsonToken.START_OBJECT, "has to be an object");
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            var member = members.get(name);
            parser.nextToken();
            if (member == null) {
                parser.skipChildren();
            } else {
                take(member, name);
            }
        }
    }

    void array(int most, Part element) throws InvalidBundleException {
        require(JsonToken.START_ARRAY, "has to be an array");
        for (var index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            if (index == most) {
                throw new InvalidBundleException("has more than " + most + " elements");
            }
            take(element, "[" + index + "]");
        }
    }

    private static void take(Part part, String place) throws InvalidBundleException {
        try {
            part.take();
        } catch (InvalidBundleException e) {
            throw e.in(place);
        }
    }

    /** A whole number within the bounds. */
    long number(long least, long most) throws InvalidBundleException {
        require(JsonToken.VALUE_NUMBER_INT, "has to be a whole number");
        try {
            var number = parser.getLongValue();
            if (number >= least && number <= most) {
                return number;
            }
        } catch (JacksonException _) {
            // Beyond a long, and so beyond the bounds.
        }
        throw new InvalidBundleException("has to be from " + least + " to " + most);
    }

    /** A short text that is no secret. */
    String text() throws InvalidBundleException {
        require(JsonToken.VALUE_STRING, "has to be a string");
        return parser.getString();
    }

    /** The UTF-8 bytes of a text that may be a secret. */
    Sensitive value() throws InvalidBundleException {
        require(JsonToken.VALUE_STRING, "has to be a string");
        try {
            var text =
                    CharBuffer.wrap(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
            var encoded = StandardCharsets.UTF_8.newEncoder().encode(text);
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return Sensitive.of(bytes);
        } catch (CharacterCodingException _) {
            throw new InvalidBundleException("has an unpaired surrogate");
        }
    }

    private void require(JsonToken token, String rule) throws InvalidBundleException {
        if (parser.currentToken() != token) {
            throw new InvalidBundleException(rule);
        }
    }
}
