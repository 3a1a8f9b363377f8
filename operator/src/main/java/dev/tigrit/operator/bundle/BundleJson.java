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
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    /** Names one complete set of shard files; a shard without entries has none. */
    public record Index(
            int format,
            Incarnation incarnation,
            long revision,
            SecretValue digestKey,
            Collection<ShardFile> shards,
            Map<String, Long> retired) {

        /** Of a bundle that begins now. */
        static Index first(Instant now) {
            return new Index(FORMAT, Incarnation.NONE.next(now), 0, SecretValue.random(), List.of(), Map.of());
        }
    }

    /** A file in a shard's Secret, and the keyed digest of its bytes, hexadecimal. */
    public record ShardFile(String file, String digest) {

        public static ShardFile of(int number, String digest) {
            return new ShardFile("shard-%02d-%s.json".formatted(number, digest.substring(0, 16)), digest);
        }

        int number() {
            return Integer.parseInt(file.substring("shard-".length(), "shard-".length() + 2));
        }
    }

    private record ShardDocument(int format, List<ObjectNode> entries) {}

    private abstract static class Base64Text {

        @JsonCreator
        static SecretValue ofBase64Url(String text) {
            return SecretValue.ofBase64Url(text);
        }

        @JsonValue
        abstract String base64Url();
    }

    static byte[] entry(Entry entry) {
        return write(recoded(
                JSON.valueToTree(entry), value -> SecretValue.ofBase64Url(value).text(entry.encoding())));
    }

    /** Null when it is none. */
    public static @Nullable List<Entry> readShard(byte[] file) {
        try {
            var document = JSON.readValue(file, ShardDocument.class);
            return document.format == FORMAT
                    ? document.entries.stream().map(BundleJson::readEntry).toList()
                    : null;
        } catch (IOException | RuntimeException _) {
            // Its message may hold what it could not read.
            return null;
        }
    }

    private static Entry readEntry(ObjectNode json) {
        var encoding = JSON.convertValue(json.get("encoding"), Encoding.class);
        var decoded = recoded(json, value -> SecretValue.ofText(value, encoding).base64Url());
        return JSON.convertValue(decoded, Entry.class);
    }

    /** In an {@link Entry} Jackson sees values as base64url; in a document they are text in the encoding of the entry. */
    private static ObjectNode recoded(ObjectNode entry, UnaryOperator<String> text) {
        Stream.concat(Stream.of(entry), entry.required("previous").valueStream())
                .map(ObjectNode.class::cast)
                .forEach(holder ->
                        holder.put("value", text.apply(holder.required("value").textValue())));
        return entry;
    }

    /**
     * Null when it is none.
     *
     * @throws IllegalStateException when another release may understand it, so that it must not be overwritten
     */
    public static @Nullable Index readIndex(byte[] file) {
        try {
            var tree = JSON.readTree(file);
            var format = tree.path("format");
            if (!format.isInt()) {
                return null;
            }
            if (format.asInt() != FORMAT) {
                throw new IllegalStateException("the index has an unknown format");
            }
            var index = JSON.treeToValue(tree, Index.class);
            var numbers = index.shards().stream().filter(Objects::nonNull).map(ShardFile::number);
            return numbers.distinct().count() == index.shards().size() ? index : null;
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException _) {
            return null;
        }
    }

    static byte[] write(Object document) {
        try {
            return JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a record can be written", e);
        }
    }
}
