package dev.tigrit.operator.bundle;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tigrit.operator.api.v1alpha1.Encoding;
import dev.tigrit.operator.bundle.Entry.Previous;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bundle as JSON: entries, shard files and the index that names them. */
public final class BundleJson {

    /** What openapi.yaml of the Secrets service defines: stated by the index, by each shard and by what is pushed. */
    public static final int FORMAT = 1;

    /** Jackson's messages would otherwise quote the document, and the document is secret. */
    private static final ObjectMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .build();

    private BundleJson() {}

    /**
     * Names one complete set of shard files.
     *
     * @param shards by number; a shard without entries is not there
     */
    public record Index(
            Incarnation incarnation,
            long revision,
            SecretValue digestKey,
            Map<Integer, ShardFile> shards,
            Map<String, Long> retired) {}

    /**
     * A file in a shard's Secret.
     *
     * @param digest keyed digest of its bytes, hexadecimal
     */
    public record ShardFile(String file, String digest) {

        /** Named by number and digest. */
        public static ShardFile of(int number, String digest) {
            return new ShardFile("shard-%02d-%s.json".formatted(number, digest.substring(0, 16)), digest);
        }

        int number() {
            return Integer.parseInt(file.substring("shard-".length(), "shard-".length() + 2));
        }
    }

    static byte[] entry(Entry entry) {
        return write(json -> {
            json.writeStringField("key", entry.key());
            json.writeStringField("encoding", Rendered.name(entry.encoding()));
            json.writeStringField("value", entry.value().text(entry.encoding()));
            json.writeNumberField("version", entry.version());
            json.writeStringField("use_after", entry.useAfter().toString());
            json.writeArrayFieldStart("previous");
            for (var previous : entry.previous()) {
                json.writeStartObject();
                json.writeStringField("value", previous.value().text(entry.encoding()));
                json.writeNumberField("version", previous.version());
                json.writeStringField("not_after", previous.notAfter().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("readers");
            for (var reader : entry.readers()) {
                json.writeString(reader);
            }
            json.writeEndArray();
            json.writeObjectFieldStart("claim");
            json.writeStringField("kind", entry.claim().kind());
            json.writeStringField("namespace", entry.claim().namespace());
            json.writeStringField("name", entry.claim().name());
            json.writeStringField("uid", entry.claim().uid());
            json.writeEndObject();
            json.writeStringField("source", entry.source());
            json.writeStringField("changed_at", entry.changedAt().toString());
            json.writeNumberField("revision", entry.revision());
            if (entry.generated()) {
                json.writeBooleanField("generated", true);
            }
        });
    }

    /** @throws UnreadableBundle when it is none */
    public static List<Entry> readShard(byte[] file) {
        try {
            var document = JSON.readTree(file);
            if (document.path("format").asInt() != FORMAT) {
                throw new UnreadableBundle("a shard has an unknown format", false);
            }
            var entries = new ArrayList<Entry>();
            for (var node : document.path("entries")) {
                entries.add(readEntry(node));
            }
            return entries;
        } catch (IOException | RuntimeException e) {
            throw UnreadableBundle.because("a shard is not a bundle's", e);
        }
    }

    private static Entry readEntry(JsonNode node) throws IOException {
        var encoding = JSON.treeToValue(node.required("encoding"), Encoding.class);
        var previous = new ArrayList<Previous>();
        for (var earlier : node.path("previous")) {
            previous.add(new Previous(
                    SecretValue.ofText(earlier.required("value").asText(), encoding),
                    earlier.required("version").asLong(),
                    Instant.parse(earlier.required("not_after").asText())));
        }
        var readers = new ArrayList<String>();
        node.path("readers").forEach(reader -> readers.add(reader.asText()));
        return new Entry(
                node.required("key").asText(),
                encoding,
                SecretValue.ofText(node.required("value").asText(), encoding),
                node.required("version").asLong(),
                Instant.parse(node.required("use_after").asText()),
                List.copyOf(previous),
                List.copyOf(readers),
                JSON.treeToValue(node.required("claim"), Claim.class),
                node.required("source").asText(),
                Instant.parse(node.required("changed_at").asText()),
                node.required("revision").asLong(),
                node.path("generated").asBoolean());
    }

    /** Reversed by {@link #readIndex}. */
    public static byte[] index(Index index) {
        return write(json -> {
            json.writeNumberField("format", FORMAT);
            if (!index.incarnation().isNone()) {
                json.writeStringField("incarnation", index.incarnation().text());
            }
            json.writeNumberField("revision", index.revision());
            json.writeStringField("digest_key", index.digestKey().base64Url());
            json.writeArrayFieldStart("shards");
            for (var shard : index.shards().values()) {
                json.writeStartObject();
                json.writeStringField("file", shard.file());
                json.writeStringField("digest", shard.digest());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeObjectFieldStart("retired");
            for (var key : index.retired().entrySet()) {
                json.writeNumberField(key.getKey(), key.getValue());
            }
            json.writeEndObject();
        });
    }

    /** @throws UnreadableBundle when it is none */
    public static Index readIndex(byte[] file) {
        try {
            var document = JSON.readTree(file);
            var format = document.path("format");
            if (format.asInt() != FORMAT) {
                throw new UnreadableBundle("the index has an unknown format", format.isInt());
            }
            var shards = new TreeMap<Integer, ShardFile>();
            for (var node : document.path("shards")) {
                var shard = new ShardFile(
                        node.required("file").asText(), node.required("digest").asText());
                shards.put(shard.number(), shard);
            }
            var retired = new TreeMap<String, Long>();
            for (var key : document.path("retired").properties()) {
                retired.put(key.getKey(), key.getValue().asLong());
            }
            return new Index(
                    new Incarnation(document.path("incarnation").asText()),
                    document.required("revision").asLong(),
                    SecretValue.of(Base64.getUrlDecoder()
                            .decode(document.required("digest_key").asText())),
                    shards,
                    retired);
        } catch (IOException | RuntimeException e) {
            throw UnreadableBundle.because("the index is not a bundle's", e);
        }
    }

    private interface Members {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private static byte[] write(Members members) {
        var bytes = new ByteArrayOutputStream();
        try (var json = JSON.getFactory().createGenerator(bytes)) {
            json.writeStartObject();
            members.writeTo(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }
}
