package dev.tigrit.secrets.bundle;

import dev.tigrit.starter.json.StrictJson;
import dev.tigrit.starter.key.Sensitive;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads one JSON document token by token, so that no value becomes a String and none stays in a pooled buffer. What a
 * message says of an error is ours, since a parser's own may quote input.
 */
public final class DocumentReader {

    private static final String NOT_JSON = "is not the documented JSON";

    private final JsonParser parser;

    private DocumentReader(JsonParser parser) {
        this.parser = parser;
    }

    /** What is done with a document. */
    @FunctionalInterface
    public interface Reading {
        void read(DocumentReader json) throws InvalidBundleException;
    }

    /** Takes the value of one member, or {@link #skip skips} it. */
    @FunctionalInterface
    public interface Member {
        void take(String name) throws InvalidBundleException;
    }

    /** Takes one element. */
    @FunctionalInterface
    public interface Element {
        void take(int index) throws InvalidBundleException;
    }

    /** Reads the one object that the bytes have to be. */
    public static void read(byte[] json, Reading reading) throws InvalidBundleException {
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
            throw new InvalidBundleException(NOT_JSON);
        }
    }

    public void object(Member member) throws InvalidBundleException {
        require(JsonToken.START_OBJECT, "has to be an object");
        while (next() == JsonToken.PROPERTY_NAME) {
            var name = parser.currentName();
            next();
            member.take(name);
        }
    }

    public void array(int most, Element element) throws InvalidBundleException {
        require(JsonToken.START_ARRAY, "has to be an array");
        for (var index = 0; next() != JsonToken.END_ARRAY; index++) {
            if (index == most) {
                throw new InvalidBundleException("has more than " + most + " elements");
            }
            element.take(index);
        }
    }

    public void skip() throws InvalidBundleException {
        try {
            parser.skipChildren();
        } catch (JacksonException _) {
            throw new InvalidBundleException(NOT_JSON);
        }
    }

    /** A whole number within the bounds. */
    public long number(long least, long most) throws InvalidBundleException {
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
    public String text() throws InvalidBundleException {
        require(JsonToken.VALUE_STRING, "has to be a string");
        try {
            return parser.getString();
        } catch (JacksonException _) {
            throw new InvalidBundleException(NOT_JSON);
        }
    }

    /** The UTF-8 bytes of a text that may be a secret. */
    public Sensitive value() throws InvalidBundleException {
        require(JsonToken.VALUE_STRING, "has to be a string");
        try {
            var text =
                    CharBuffer.wrap(parser.getStringCharacters(), parser.getStringOffset(), parser.getStringLength());
            var encoded = StandardCharsets.UTF_8.newEncoder().encode(text);
            var bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return Sensitive.of(bytes);
        } catch (CharacterCodingException _) {
            throw new InvalidBundleException("has half a surrogate pair, which no text has");
        } catch (JacksonException _) {
            throw new InvalidBundleException(NOT_JSON);
        }
    }

    private JsonToken next() throws InvalidBundleException {
        try {
            var token = parser.nextToken();
            if (token == null) {
                throw new InvalidBundleException(NOT_JSON);
            }
            return token;
        } catch (JacksonException _) {
            throw new InvalidBundleException(NOT_JSON);
        }
    }

    private void require(JsonToken token, String rule) throws InvalidBundleException {
        if (parser.currentToken() != token) {
            throw new InvalidBundleException(rule);
        }
    }
}
