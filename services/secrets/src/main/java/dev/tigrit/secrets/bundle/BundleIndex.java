package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.secret.InvalidDocumentException;
import java.util.ArrayList;
import java.util.List;
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

    static BundleIndex parse(byte[] document) throws InvalidDocumentException {
        var index = Bundle.document(document);
        var shards = new ArrayList<Shard>();
        for (var json : index.member("shards").elements(MAX_SHARDS)) {
            var shard =
                    new Shard(json.member("file").text(), json.member("digest").text());
            if (!FILE.matcher(shard.file).matches()
                    || !DIGEST.matcher(shard.digest).matches()) {
                throw json.invalid("each one is " + FILE + " with a digest " + DIGEST);
            }
            shards.add(shard);
        }
        if (shards.stream().map(Shard::file).distinct().count() != shards.size()) {
            throw new InvalidDocumentException("shards: a file is named twice");
        }
        return new BundleIndex(BundleHead.read(index), shards);
    }
}
