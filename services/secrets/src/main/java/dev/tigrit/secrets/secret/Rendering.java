package dev.tigrit.secrets.secret;

import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.key.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A secret as the bytes of its answer, right until one of the previous versions in it ends.
 *
 * @param body the JSON answer; shared by all readers: not to be written to
 * @param etag a strong entity tag with its quotes (RFC 9110 section 8.8.3)
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
public record Rendering(byte[] body, String etag, Instant end) {

    private static final JsonFactory JSON = new JsonFactory();

    static Rendering of(Secret secret, String incarnation, Instant now) {
        var previous = secret.previousAt(now);
        return new Rendering(json(secret, incarnation, previous), etag(secret, incarnation, previous), end(previous));
    }

    boolean isValidAt(Instant now) {
        return now.isBefore(end);
    }

    private static Instant end(List<Secret.Previous> previous) {
        return previous.stream()
                .map(Secret.Previous::notAfter)
                .filter(Objects::nonNull)
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
    }

    /** Written by hand: no value becomes a String, and nothing is found by reflection. */
    private static byte[] json(Secret secret, String incarnation, List<Secret.Previous> previous) {
        var out = new ByteArrayOutputStream();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            json.writeStringProperty("key", secret.key());
            if (!incarnation.equals(Incarnation.NONE)) {
                json.writeStringProperty("incarnation", incarnation);
            }
            json.writeStringProperty("encoding", secret.encoding().wireName());
            writeValue(json, secret.encoding(), secret.value());
            json.writeNumberProperty("version", secret.version());
            json.writeStringProperty("use_after", secret.useAfter().toString());
            json.writeArrayPropertyStart("previous");
            for (var version : previous) {
                json.writeStartObject();
                writeValue(json, secret.encoding(), version.value());
                json.writeNumberProperty("version", version.version());
                if (version.notAfter() != null) {
                    json.writeStringProperty("not_after", version.notAfter().toString());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return out.toByteArray();
    }

    private static void writeValue(JsonGenerator json, Secret.Encoding encoding, Sensitive value) {
        var bytes = value.copy();
        json.writeName("value");
        switch (encoding) {
            case UTF8 -> json.writeUTF8String(bytes, 0, bytes.length);
            case BASE64 -> json.writeBinary(bytes);
        }
    }

    /** Over everything in the answer but the values: the tag must not help to guess one. */
    private static String etag(Secret secret, String incarnation, List<Secret.Previous> previous) {
        var lines = new ArrayList<String>();
        lines.add(secret.key() + "\n" + secret.encoding().wireName() + "\n" + secret.version());
        lines.add(secret.useAfter() + "\n" + incarnation);
        previous.forEach(version -> lines.add(version.version() + " " + version.notAfter()));
        var digest = Sha256.of(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
    }
}
