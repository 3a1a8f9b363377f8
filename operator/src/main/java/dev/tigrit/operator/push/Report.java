package dev.tigrit.operator.push;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Incarnation;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a replica serves: the answer to {@code GET /admin/v1/bundle}, read as input, because a replica that was taken over may send anything.
 *
 * @param incarnation of the bundle that it serves
 * @param revision 0 before its first bundle
 * @param digest of the whole bundle, null before the first one
 * @param versions by key
 */
record Report(
        Incarnation incarnation, long revision, @Nullable String digest, Map<String, Long> versions) {

    /** A report of a full bundle, whose keys are all as long as they may be, is shorter. */
    static final int MAX_BYTES = 8 * 1024 * 1024;

    /** A key takes eight; this limits the memory that the objects of a report take. */
    private static final long MAX_TOKENS = 12L * Bundle.MAX_KEYS;

    private static final Pattern KEY = Pattern.compile("[A-Z][A-Z0-9_]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MAX_TOKENS)
                            .build())
                    .build())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(Document.class);

    private record Document(
            @Nullable Incarnation incarnation,
            long revision,
            @Nullable String digest,
            @Nullable List<Key> keys) {}

    private record Key(@Nullable String key, long version) {}

    /** @throws Implausible when it is not a report, or has a number that no bundle can have */
    static Report read(byte[] body) throws Implausible {
        try {
            Document document = JSON.readValue(body);
            var digest = document.digest;
            var incarnation = document.incarnation;
            if ((digest != null && !DIGEST.matcher(digest).matches())
                    || (incarnation != null && incarnation.isNone())) {
                throw new Implausible("it reports a digest or an incarnation that is none");
            }
            return new Report(
                    Objects.requireNonNullElse(incarnation, Incarnation.NONE),
                    number(document.revision, 0),
                    digest,
                    versions(Objects.requireNonNullElse(document.keys, List.of())));
        } catch (Implausible e) {
            throw e;
        } catch (IOException | RuntimeException _) {
            throw new Implausible("its report is not what the contract defines");
        }
    }

    private static Map<String, Long> versions(List<Key> keys) throws Implausible {
        if (keys.size() > Bundle.MAX_KEYS) {
            throw new Implausible("it reports more than " + Bundle.MAX_KEYS + " keys");
        }
        var versions = new HashMap<String, Long>();
        for (var key : keys) {
            if (key.key == null
                    || !KEY.matcher(key.key).matches()
                    || versions.put(key.key, number(key.version, 1)) != null) {
                throw new Implausible("it reports a key without a name or version, or twice");
            }
        }
        return Map.copyOf(versions);
    }

    private static long number(long number, long min) throws Implausible {
        if (number < min || number > Bundle.MAX_NUMBER) {
            throw new Implausible("it reports a number that no bundle can have");
        }
        return number;
    }

    /** Whether it is of a later incarnation or revision than this bundle, or of another bundle with the same revision. */
    boolean isAheadOf(Bundle bundle) {
        var order = revision == 0 ? 1 : bundle.order(incarnation, revision);
        return order < 0 || (order == 0 && !bundle.digest().equals(digest));
    }

    /** What none that serves bundles of this operator could say. The message has nothing of the replica's words. */
    static final class Implausible extends IOException {

        Implausible(String message) {
            super(message);
        }
    }
}
