package dev.tigrit.secrets;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tigrit.testkit.ClusterStandIn;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Writes what the operator writes: a bundle in one document, or as an index and shards. */
public final class BundleText {

    public static final String READER = "tigrit/game";

    private static final byte[] DIGEST_KEY = new byte[32];

    private BundleText() {}

    /** A bundle of utf8 values, each readable by {@link #READER}. */
    public static String of(long revision, Map<String, String> values) {
        return "{\"format\":1,\"revision\":" + revision + ",\"digest_key\":\"" + ClusterStandIn.base64url(DIGEST_KEY)
                + "\",\"entries\":[" + String.join(",", entries(values)) + "]}";
    }

    /** The same, of an incarnation. */
    public static String of(String incarnation, long revision, Map<String, String> values) {
        return of(revision, values).replace("\"revision\"", "\"incarnation\":\"" + incarnation + "\",\"revision\"");
    }

    /** One entry as {@link #of} writes it. */
    public static String entry(String key, String value) {
        return "{\"key\":\"" + key + "\",\"encoding\":\"utf8\",\"value\":\"" + value
                + "\",\"version\":1,\"use_after\":\"2026-11-25T10:00:00Z\",\"readers\":[\"" + READER
                + "\"],\"claim\":{\"kind\":\"ManagedSecret\"},\"source\":\"keys\"}";
    }

    /** The files of the mounted form by name, each entry in a shard of its own. */
    public static Map<String, String> files(long revision, Map<String, String> values) {
        var files = new LinkedHashMap<String, String>();
        var index = new ArrayList<String>();
        for (var entry : entries(values)) {
            var shard = "{\"format\":1,\"entries\":[" + entry + "]}";
            var digest = digest(shard);
            var file = "shard-%02d-%s.json".formatted(files.size(), digest.substring(0, 16));
            files.put(file, shard);
            index.add("{\"file\":\"" + file + "\",\"digest\":\"" + digest + "\"}");
        }
        files.put(
                "index.json",
                "{\"format\":1,\"revision\":" + revision + ",\"digest_key\":\"" + ClusterStandIn.base64url(DIGEST_KEY)
                        + "\",\"shards\":[" + String.join(",", index) + "]}");
        return files;
    }

    /** Mounts these, or replaces what is mounted. */
    public static void mount(Path directory, long revision, Map<String, String> values) {
        ClusterStandIn.mount(directory, files(revision, values));
    }

    public static String digest(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(DIGEST_KEY, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> entries(Map<String, String> values) {
        return values.entrySet().stream()
                .map(value -> entry(value.getKey(), value.getValue()))
                .toList();
    }
}
