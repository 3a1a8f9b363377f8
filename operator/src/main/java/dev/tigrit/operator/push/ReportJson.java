package dev.tigrit.operator.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Incarnation;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code GET /admin/v1/bundle}, read as input: a replica that somebody has taken over may send anything. No tree is built of
 * it, and not more keys are kept than a bundle can have.
 */
final class ReportJson {

    /** A report of a full bundle, whose keys are all as long as they may be, is shorter. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    private static final Pattern KEY = Pattern.compile("[A-Z][A-Z0-9_]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser json;
    private final Map<String, Long> versions = new HashMap<>();
    private Incarnation incarnation = Incarnation.NONE;
    private long revision;
    private @Nullable String digest;

    private ReportJson(JsonParser json) {
        this.json = json;
    }

    /** @throws ImplausibleReport when it is not a report, or has a number that no bundle can have */
    static Report read(byte[] body) throws IOException {
        try (var parser = JSON.createParser(body)) {
            return new ReportJson(parser).read();
        } catch (InputCoercionException _) {
            throw new ImplausibleReport("it reports a number that no bundle can have");
        } catch (JsonProcessingException _) {
            throw new ImplausibleReport("its report is not JSON");
        }
    }

    private Report read() throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT);
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var member = json.currentName();
            var value = json.nextToken();
            switch (member) {
                case "incarnation" -> incarnation = new Incarnation(text(value, Incarnation.PATTERN));
                case "revision" -> revision = number(value, 0);
                case "digest" -> digest = value == JsonToken.VALUE_NULL ? null : text(value, DIGEST);
                case "keys" -> keys(value);
                default -> json.skipChildren();
            }
        }
        return new Report(incarnation, revision, digest, Map.copyOf(versions));
    }

    private void keys(JsonToken begin) throws IOException {
        expect(begin, JsonToken.START_ARRAY);
        for (var token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            expect(token, JsonToken.START_OBJECT);
            key();
            if (versions.size() > Bundle.MAX_KEYS) {
                throw new ImplausibleReport("it reports more than " + Bundle.MAX_KEYS + " keys");
            }
        }
    }

    private void key() throws IOException {
        var key = "";
        var version = 0L;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var member = json.currentName();
            var value = json.nextToken();
            switch (member) {
                case "key" -> key = text(value, KEY);
                case "version" -> version = number(value, 1);
                default -> json.skipChildren();
            }
        }
        if (key.isEmpty() || version == 0 || versions.put(key, version) != null) {
            throw new ImplausibleReport("it reports a key without a name or version, or twice");
        }
    }

    private long number(JsonToken token, long min) throws IOException {
        expect(token, JsonToken.VALUE_NUMBER_INT);
        var number = json.getLongValue();
        if (number < min || number > Bundle.MAX_NUMBER) {
            throw new ImplausibleReport("it reports a number that no bundle can have");
        }
        return number;
    }

    private String text(JsonToken token, Pattern pattern) throws IOException {
        expect(token, JsonToken.VALUE_STRING);
        var text = json.getText();
        if (!pattern.matcher(text).matches()) {
            throw new ImplausibleReport("its report is not as the contract words it");
        }
        return text;
    }

    private static void expect(@Nullable JsonToken token, JsonToken expected) throws ImplausibleReport {
        if (token != expected) {
            throw new ImplausibleReport("its report is not as the contract words it");
        }
    }
}
