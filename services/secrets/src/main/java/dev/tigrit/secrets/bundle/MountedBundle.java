package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.secret.InvalidDocumentException;
import dev.tigrit.secrets.secret.Node;
import dev.tigrit.starter.mount.MountedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bundle from the folder. Each source of a projected volume is updated by itself, so index and shards may be of
 * different moments; the digests in the index say whether they belong together. All or nothing is read. Used by one thread at a
 * time.
 */
final class MountedBundle {

    static final int MAX_BYTES = 32 * 1024 * 1024;

    private static final String INDEX = "index.json";

    /** More than any release writes. */
    private static final int MAX_SHARDS = 256;

    /** These characters cannot form a path. */
    private static final Pattern FILE = Pattern.compile("shard-[0-9]{2}-[0-9a-f]{16}\\.json");

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /** A file of the same folder, with the hex HMAC-SHA256 of its bytes. */
    private record Shard(String file, String digest) {}

    private final Path root;
    private byte[] readIndex = {};

    MountedBundle(Path root) {
        this.root = root;
    }

    /**
     * The bundle that the folder holds, null when it was read before.
     *
     * @throws NoSuchFileException when there is no index: the operator has not written one yet
     * @throws InvalidDocumentException when it is no complete bundle, or not yet
     */
    @Nullable
    Bundle read() throws IOException, InvalidDocumentException {
        var folder = MountedFiles.folder(root);
        var document = read(folder, INDEX, MAX_BYTES);
        if (document == null) {
            throw new NoSuchFileException(INDEX);
        }
        if (Arrays.equals(document, readIndex)) {
            return null;
        }
        var bundle = bundle(folder, Bundle.document(document));
        readIndex = document;
        return bundle;
    }

    private static Bundle bundle(Path folder, Node index) throws IOException, InvalidDocumentException {
        var entries = new ArrayList<BundleEntry>();
        var digestKey = Bundle.digestKey(index);
        var left = MAX_BYTES;
        for (var shard : shards(index.member("shards"))) {
            var bytes = read(folder, shard.file(), left);
            if (bytes == null) {
                throw new InvalidDocumentException(shard.file() + ": is not there");
            }
            left -= bytes.length;
            if (!HexFormat.of().formatHex(digestKey.hmacSha256(bytes)).equals(shard.digest())) {
                throw new InvalidDocumentException(shard.file() + ": has another digest than the index says");
            }
            try {
                entries.addAll(Bundle.entries(Bundle.document(bytes)));
            } catch (InvalidDocumentException e) {
                throw new InvalidDocumentException(shard.file() + ": " + e.getMessage());
            }
        }
        return Bundle.of(index, entries);
    }

    /** The files that make the bundle; nothing else belongs to it. */
    private static List<Shard> shards(Node index) throws InvalidDocumentException {
        var shards = new ArrayList<Shard>();
        for (var json : index.elements(MAX_SHARDS)) {
            var shard =
                    new Shard(json.member("file").text(), json.member("digest").text());
            if (!FILE.matcher(shard.file).matches()
                    || !DIGEST.matcher(shard.digest).matches()) {
                throw json.invalid("each one is " + FILE + " with a digest " + DIGEST);
            }
            shards.add(shard);
        }
        if (shards.stream().map(Shard::file).distinct().count() != shards.size()) {
            throw index.invalid("a file is named twice");
        }
        return shards;
    }

    /** @return null when there is no such file */
    private static byte @Nullable [] read(Path folder, String name, int most)
            throws IOException, InvalidDocumentException {
        var path = folder.resolve(name);
        if (!Files.exists(path)) {
            return null;
        }
        if (!Files.isRegularFile(path)) {
            // Opening a pipe would wait for its writer.
            throw new InvalidDocumentException(name + ": is not a regular file");
        }
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new InvalidDocumentException(name + ": with it the bundle has more than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }
}
