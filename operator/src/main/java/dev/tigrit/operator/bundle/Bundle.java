package dev.tigrit.operator.bundle;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All secrets at one revision; immutable.
 *
 * @param incarnation that all its numbers are of
 * @param revision 0 before the first one is stored
 * @param digestKey keys every digest, so that none of them helps to guess a value
 * @param entries by key
 * @param retired the last version of keys that are no longer there: should one come back, it goes on from here, because consumers
 *     ignore versions older than they hold
 * @param digest of the whole bundle, hexadecimal
 */
public record Bundle(
        Incarnation incarnation,
        long revision,
        SecretValue digestKey,
        SortedMap<String, Rendered> entries,
        SortedMap<String, Long> retired,
        String digest) {

    /**
     * An entry as it is sent and stored. Made once for each change of the entry, since a bundle has thousands of them.
     *
     * @param json the entry as a JSON object
     * @param digest keyed digest of what readers see, hexadecimal
     */
    public record Rendered(Entry entry, SecretValue json, String digest) {

        public static Rendered of(Entry entry, SecretValue digestKey) {
            return new Rendered(entry, SecretValue.of(BundleJson.entry(entry)), digest(entry, digestKey));
        }

        private static String digest(Entry entry, SecretValue digestKey) {
            var lines = new ArrayList<String>();
            lines.add(entry.key());
            lines.add(entry.encoding().name().toLowerCase(Locale.ROOT));
            lines.add(entry.version() + "\n" + entry.value().base64() + "\n" + entry.useAfter());
            for (var previous : entry.previous()) {
                lines.add(previous.version() + " " + previous.value().base64() + " " + previous.notAfter());
            }
            lines.add("readers " + String.join(",", entry.readers()));
            var mac = digestKey.hmacSha256();
            return HexFormat.of().formatHex(mac.doFinal(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        }
    }

    public static final int SHARDS = 16;

    /** The highest revision and version that the Secrets service takes. */
    public static final long MAX_NUMBER = (1L << 53) - 1;

    /** Of one shard; hashing spreads keys evenly. */
    public static final int MAX_SHARD_KEYS = 1024;

    /** Among the retired keys: the highest last version of those that are not remembered by name. */
    public static final String ANY_KEY = "*";

    public static final int MAX_KEYS = SHARDS * MAX_SHARD_KEYS;

    /** What Kubernetes allows for all data of one Secret. */
    public static final int MAX_SHARD_BYTES = 1024 * 1024;

    private static final byte[] SHARD_HEAD =
            ("{\"format\":" + BundleJson.FORMAT + ",\"entries\":[").getBytes(StandardCharsets.UTF_8);
    private static final byte[] COMMA = ",".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.UTF_8);

    public static Bundle of(
            Incarnation incarnation,
            long revision,
            SecretValue digestKey,
            Map<String, Rendered> entries,
            Map<String, Long> retired) {
        var sorted = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
        var mac = digestKey.hmacSha256();
        mac.update(("bundle\n" + revision + "\n" + incarnation.text()).getBytes(StandardCharsets.UTF_8));
        sorted.forEach(
                (key, rendered) -> mac.update(("\n" + key + " " + rendered.digest()).getBytes(StandardCharsets.UTF_8)));
        return new Bundle(
                incarnation,
                revision,
                digestKey,
                sorted,
                Collections.unmodifiableSortedMap(new TreeMap<>(retired)),
                HexFormat.of().formatHex(mac.doFinal()));
    }

    /** Negative when the other one is newer: of a later incarnation, or of a higher revision in the same one. */
    public int order(Incarnation others, long othersRevision) {
        var incarnations = incarnation.compareTo(others);
        return incarnations == 0 ? Long.compare(revision, othersRevision) : incarnations;
    }

    /** Of this key, served or retired; 0 for one that has never been there. */
    public long lastVersion(String key) {
        var served = entries.get(key);
        return served == null
                ? Math.max(retired.getOrDefault(key, 0L), retired.getOrDefault(ANY_KEY, 0L))
                : served.entry().version();
    }

    /** Whether both are the same bundle: the digest covers the revision and everything that readers see. */
    public boolean isSameAs(@Nullable Bundle other) {
        return other != null && digest.equals(other.digest);
    }

    /** Body of {@code PUT /admin/v1/bundle}, in pieces: together they may be many megabytes. */
    public List<byte[]> body() {
        var head = "{\"format\":%d,\"incarnation\":\"%s\",\"revision\":%d,\"digest_key\":\"%s\",\"entries\":["
                .formatted(BundleJson.FORMAT, incarnation.text(), revision, digestKey.base64Url());
        return array(head.getBytes(StandardCharsets.UTF_8), entries.values());
    }

    /** The shard file of that number, just as long as the sum of {@link #shardBytes}; null when it has no entries. */
    public byte @Nullable [] shard(int number) {
        var shard = entries.values().stream()
                .filter(rendered -> shardOf(rendered.entry().key()) == number)
                .toList();
        if (shard.isEmpty()) {
            return null;
        }
        var file = new ByteArrayOutputStream();
        array(SHARD_HEAD, shard).forEach(file::writeBytes);
        return file.toByteArray();
    }

    private static List<byte[]> array(byte[] head, Iterable<Rendered> elements) {
        var pieces = new ArrayList<byte[]>();
        pieces.add(head);
        for (var element : elements) {
            if (pieces.size() > 1) {
                pieces.add(COMMA);
            }
            pieces.add(element.json().bytes());
        }
        pieces.add(TAIL);
        return pieces;
    }

    /** Always the same shard for a key, so that a change touches one shard. */
    public static int shardOf(String key) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return Byte.toUnsignedInt(hash[0]) % SHARDS;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Bytes of a shard file that holds entries of these lengths. */
    public static int shardBytes(int entries, int bytesOfEntries) {
        return SHARD_HEAD.length + TAIL.length + bytesOfEntries + Math.max(0, entries - 1) * COMMA.length;
    }

    @Override
    public String toString() {
        return "bundle revision " + revision + " of " + entries.size() + " keys";
    }
}
