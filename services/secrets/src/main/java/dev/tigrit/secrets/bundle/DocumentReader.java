package dev.tigrit.secrets.bundle;

import dev.tigrit.starter.json.StrictJson;
import dev.tigrit.starter.key.Sensitive;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one JSON document token by token, so that no value becomes a String and none stays in a pooled buffer. Error messages are our
 * own, since a parser's may quote input; they begin with the place.
 */
final class DocumentReader {

    private final JsonParser parser;

    private DocumentReader(JsonParser parser) {
        this.parser = parser;
    }

    /** What is done with a document. */
    @FunctionalInterface
    interface Reading {
        void read(DocumentReader json) throws InvalidBundleException;
    }

    /** Takes the value of one member or element. */
    @FunctionalInterface
    interface Part {
        void take() throws InvalidBundleException;
    }

    /** Reads the one object that the bytes have to be. */
    static void read(byte[] json, Reading reading) throws InvalidBundleException {
        if (!StrictJson.isUtf8(json)) {
            throw new InvalidBundleException("is not UTF-8");
        }
        try (var parser = StrictJson.parserOfSecrets(json)) {
            parser.nextToken();
            reading.read(new DocumentReader(parser));
            if (parser.nextToken() != null) {
                throw new InvalidBundleException("something follows the JSON document");
            }
        } catch (JacksonException _) {
            throw new InvalidBundleException("is not the documented JSON");
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
