package dev.tigrit.operator.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.tigrit.operator.api.v1alpha1.Encoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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

    private record ShardDocument(int format, List<EntryDocument> entries) {}

    /** Values are text in the encoding of the entry. */
    private record EntryDocument(
            String key,
            Encoding encoding,
            String value,
            long version,
            Instant useAfter,
            List<PreviousDocument> previous,
            List<String> readers,
            Claim claim,
            String source,
            Instant changedAt,
            long revision,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean generated) {

        Entry entry() {
            return new Entry(
                    key,
                    encoding,
                    SecretValue.ofText(value, encoding),
                    version,
                    useAfter,
                    previous.stream()
                            .map(earlier -> new Entry.Previous(
                                    SecretValue.ofText(earlier.value, encoding), earlier.version, earlier.notAfter))
                            .toList(),
                    readers,
                    claim,
                    source,
                    changedAt,
                    revision,
                    generated);
        }
    }

    private record PreviousDocument(String value, long version, Instant notAfter) {}

    static byte[] entry(Entry entry) {
        return write(new EntryDocument(
                entry.key(),
                entry.encoding(),
                entry.value().text(entry.encoding()),
                entry.version(),
                entry.useAfter(),
                entry.previous().stream()
                        .map(previous -> new PreviousDocument(
                                previous.value().text(entry.encoding()), previous.version(), previous.notAfter()))
                        .toList(),
                entry.readers(),
                entry.claim(),
                entry.source(),
                entry.changedAt(),
                entry.revision(),
                entry.generated()));
    }

    /** @throws UnreadableBundle when it is none */
    public static List<Entry> readShard(byte[] file) {
        try {
            var document = JSON.readValue(file, ShardDocument.class);
            if (document.format != FORMAT) {
                throw new UnreadableBundle("a shard has an unknown format", false);
            }
            return document.entries.stream().map(EntryDocument::entry).toList();
        } catch (IOException | RuntimeException e) {
            throw UnreadableBundle.because("a shard is not a bundle's", e);
        }
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
