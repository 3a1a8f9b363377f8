package dev.tigrit.secrets.bundle;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code index.json}: which files make the bundle; nothing else belongs to it. */
record BundleIndex(BundleHead head, List<Shard> shards) {

    /** More than any release writes. */
    private static final int MAX_SHARDS = 256;

    /** These characters cannot form a path. */
    private static final Pattern FILE = Pattern.compile("shard-[0-9]{2}-[0-9a-f]{16}\\.json");

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** A file of the same folder, with the hex HMAC-SHA256 of its bytes. */
    record Shard(String file, String digest) {}

    static BundleIndex parse(byte[] document) throws InvalidBundleException {
        var shards = new ArrayList<Shard>();
        var head = BundleHead.read(document, "shards", json -> json.array(MAX_SHARDS, () -> shards.add(shard(json))));
        if (shards.stream().map(Shard::file).distinct().count() != shards.size()) {
            throw new InvalidBundleException("shards: a file is named twice");
        }
        return new BundleIndex(head, shards);
    }

    private static Shard shard(DocumentReader json) throws InvalidBundleException {
        var parts = new Object() {
            String file = "";
            String digest = "";
        };
        json.object(Map.of("file", () -> parts.file = json.text(), "digest", () -> parts.digest = json.text()));
        if (!FILE.matcher(parts.file).matches() || !DIGEST.matcher(parts.digest).matches()) {
            throw new InvalidBundleException("each one is " + FILE + " with a digest " + DIGEST);
        }
        return new Shard(parts.file, parts.digest);
    }
}
