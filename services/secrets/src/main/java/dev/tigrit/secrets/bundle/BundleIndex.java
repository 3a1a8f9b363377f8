package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.secret.Incarnation;
import dev.tigrit.starter.key.Sensitive;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code index.json}: which files make the bundle.
 *
 * @param incarnation of the bundle, empty when the writer gave none
 * @param revision of the bundle
 * @param digestKey of all digests in it
 * @param shards the files, and nothing else belongs to the bundle
 */
record BundleIndex(String incarnation, long revision, Sensitive digestKey, List<Shard> shards) {

    /** More than any release writes. */
    private static final int MAX_SHARDS = 256;

    /** No path can be said in these letters. */
    private static final Pattern FILE = Pattern.compile("shard-[0-9]{2}-[0-9a-f]{16}\\.json");

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /**
     * One file.
     *
     * @param file its name in the same folder
     * @param digest hex HMAC-SHA256 of its bytes
     */
    record Shard(String file, String digest) {}

    static BundleIndex parse(byte[] document) throws InvalidBundleException {
        Bundle.requireFormat(document);
        var parts = new Object() {
            String incarnation = Incarnation.NONE;
            long revision;

            @Nullable
            Sensitive digestKey;

            @Nullable
            List<Shard> shards;
        };
        DocumentReader.read(
                document,
                json -> json.object(name -> {
                    switch (name) {
                        case "incarnation" -> parts.incarnation = Bundle.incarnation(json);
                        case "revision" -> parts.revision = Bundle.revision(json);
                        case "digest_key" -> parts.digestKey = Bundle.digestKey(json);
                        case "shards" -> parts.shards = shards(json);
                        default -> json.skip();
                    }
                }));
        if (parts.revision == 0 || parts.digestKey == null || parts.shards == null) {
            throw new InvalidBundleException("one of revision, digest_key and shards is missing");
        }
        return new BundleIndex(parts.incarnation, parts.revision, parts.digestKey, parts.shards);
    }

    private static List<Shard> shards(DocumentReader json) throws InvalidBundleException {
        var shards = new ArrayList<Shard>();
        json.array(MAX_SHARDS, index -> shards.add(shard(json)));
        if (shards.stream().map(Shard::file).distinct().count() != shards.size()) {
            throw new InvalidBundleException("shards: a file is named twice");
        }
        return shards;
    }

    private static Shard shard(DocumentReader json) throws InvalidBundleException {
        var parts = new Object() {
            String file = "";
            String digest = "";
        };
        json.object(name -> {
            switch (name) {
                case "file" -> parts.file = json.text();
                case "digest" -> parts.digest = json.text();
                default -> json.skip();
            }
        });
        if (!FILE.matcher(parts.file).matches() || !DIGEST.matcher(parts.digest).matches()) {
            throw new InvalidBundleException("shards: each one is " + FILE + " with a digest " + DIGEST);
        }
        return new Shard(parts.file, parts.digest);
    }
}
