package dev.tigrit.operator.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.Encoding;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The bundle as JSON: entries, shard files and the index that names them. */
public final class BundleJson {

    /** What openapi.yaml of the Secrets service defines: stated by the index, by each shard and by what is pushed. */
    public static final int FORMAT = 1;

    /** Jackson's messages would otherwise quote the document, and the document is secret. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .addMixIn(SecretValue.class, Base64Text.class)
            .build();

    private BundleJson() {}

    /** Names one complete set of shard files, by number; a shard without entries is not there. */
    public record Index(
            Incarnation incarnation,
            long revision,
            SecretValue digestKey,
            Map<Integer, ShardFile> shards,
            Map<String, Long> retired) {}

    /** A file in a shard's Secret, and the keyed digest of its bytes, hexadecimal. */
    public record ShardFile(String file, String digest) {

        /** Named by number and digest. */
        public static ShardFile of(int number, String digest) {
            return new ShardFile("shard-%02d-%s.json".formatted(number, digest.substring(0, 16)), digest);
        }

        int number() {
            return Integer.parseInt(file.substring("shard-".length(), "shard-".length() + 2));
        }
    }

    private record IndexDocument(
            int format,
            String incarnation,
            long revision,
            String digestKey,
            Collection<ShardFile> shards,
            Map<String, Long> retired) {}

    private record ShardDocument(int format, List<ObjectNode> entries) {}

    private abstract static class Base64Text {

        @JsonCreator
        static SecretValue ofBase64(String text) {
            return SecretValue.ofBase64(text);
        }

        @JsonValue
        abstract String base64();
    }

    /** What is stored is not a bundle of a known format. Neither message nor cause quotes the document. */
    public static final class UnreadableBundle extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1L;

        /** Whether another release may understand it, so that it must not be overwritten. */
        final boolean isForeign;

        UnreadableBundle(String message, boolean isForeign) {
            super(message);
            this.isForeign = isForeign;
        }

        /** Keeps the class of the cause only: its message may hold what it could not read. */
        static UnreadableBundle because(String message, Exception cause) {
            return cause instanceof UnreadableBundle known
                    ? known
                    : new UnreadableBundle(message + " (" + cause.getClass().getSimpleName() + ")", false);
        }
    }

    static byte[] entry(Entry entry) {
        return write(recoded(
                JSON.valueToTree(entry), value -> SecretValue.ofBase64(value).text(entry.encoding())));
    }

    /** @throws UnreadableBundle when it is none */
    public static List<Entry> readShard(byte[] file) {
        try {
            var document = JSON.readValue(file, ShardDocument.class);
            if (document.format != FORMAT) {
                throw new UnreadableBundle("a shard has an unknown format", false);
            }
            return document.entries.stream().map(BundleJson::readEntry).toList();
        } catch (IOException | RuntimeException e) {
            throw UnreadableBundle.because("a shard is not a bundle's", e);
        }
    }

    private static Entry readEntry(ObjectNode json) {
        var encoding = JSON.convertValue(json.get("encoding"), Encoding.class);
        var decoded = recoded(json, value -> SecretValue.ofText(value, encoding).base64());
        return JSON.convertValue(decoded, Entry.class);
    }

    /** In an {@link Entry} Jackson sees values as base64; in a document they are text in the encoding of the entry. */
    private static ObjectNode recoded(ObjectNode entry, UnaryOperator<String> text) {
        Stream.concat(Stream.of(entry), entry.required("previous").valueStream())
                .map(ObjectNode.class::cast)
                .forEach(holder ->
                        holder.put("value", text.apply(holder.required("value").textValue())));
        return entry;
    }

    /** Reversed by {@link #readIndex}. */
    public static byte[] index(Index index) {
        return write(new IndexDocument(
                FORMAT,
                index.incarnation().text(),
                index.revision(),
                index.digestKey().base64Url(),
                index.shards().values(),
                index.retired()));
    }

    /** @throws UnreadableBundle when it is none */
    public static Index readIndex(byte[] file) {
        try {
            var tree = JSON.readTree(file);
            var format = tree.path("format");
            if (format.asInt() != FORMAT) {
                throw new UnreadableBundle("the index has an unknown format", format.isInt());
            }
            var document = JSON.treeToValue(tree, IndexDocument.class);
            var shards = new TreeMap<Integer, ShardFile>();
            document.shards.forEach(shard -> shards.put(shard.number(), shard));
            return new Index(
                    new Incarnation(document.incarnation),
                    document.revision,
                    SecretValue.of(Base64.getUrlDecoder().decode(document.digestKey)),
                    shards,
                    document.retired);
        } catch (IOException | RuntimeException e) {
            throw UnreadableBundle.because("the index is not a bundle's", e);
        }
    }

    private static byte[] write(Object document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a record can be written", e);
        }
    }
}
