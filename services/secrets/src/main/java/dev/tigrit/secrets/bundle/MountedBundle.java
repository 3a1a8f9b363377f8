package dev.tigrit.secrets.bundle;

import dev.tigrit.starter.mount.MountedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the bundle from the folder. Each source of a projected volume is updated by itself, so index and shards may be of
 * different moments; the digests in the index say whether they belong together. All or nothing is read. Used by one thread at a
 * time.
 */
final class MountedBundle {

    /** As much as can be pushed. */
    static final int MAX_BYTES = 32 * 1024 * 1024;

    private static final String INDEX = "index.json";

    private final Path root;
    private byte[] readIndex = {};

    MountedBundle(Path root) {
        this.root = root;
    }

    /** What is in the folder. */
    sealed interface Content {

        /** A complete bundle that was not read before. */
        record Complete(Bundle bundle) implements Content {}

        /** The index is the one that was read already. */
        record Unchanged() implements Content {}

        /** There is no index: the operator has not written one yet. */
        record Absent() implements Content {}

        /** It is no complete bundle, or not yet. The reason is for the log and never holds content. */
        record Unusable(String reason) implements Content {}
    }

    Content read() {
        try {
            var folder = MountedFiles.folder(root);
            var document = read(folder, INDEX, MAX_BYTES);
            if (document == null) {
                return new Content.Absent();
            }
            if (Arrays.equals(document, readIndex)) {
                return new Content.Unchanged();
            }
            var bundle = bundle(folder, BundleIndex.parse(document));
            readIndex = document;
            return new Content.Complete(bundle);
        } catch (NoSuchFileException _) {
            return new Content.Absent();
        } catch (InvalidBundleException e) {
            return new Content.Unusable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // Its message may hold a path, which says nothing more than the property does.
            return new Content.Unusable("cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static Bundle bundle(Path folder, BundleIndex index) throws IOException, InvalidBundleException {
        var entries = new ArrayList<BundleEntry>();
        var left = MAX_BYTES;
        for (var shard : index.shards()) {
            var bytes = read(folder, shard.file(), left);
            if (bytes == null) {
                throw new InvalidBundleException(shard.file() + ": is not there");
            }
            left -= bytes.length;
            if (!BundleDigests.ofBytes(index.head().digestKey(), bytes).equals(shard.digest())) {
                throw new InvalidBundleException(shard.file() + ": has another digest than the index says");
            }
            try {
                entries.addAll(Bundle.parseShard(bytes));
            } catch (InvalidBundleException e) {
                throw new InvalidBundleException(shard.file() + ": " + e.getMessage());
            }
        }
        return Bundle.of(index.head(), entries);
    }

    /** @return null when there is no such file */
    private static byte @Nullable [] read(Path folder, String name, int most)
            throws IOException, InvalidBundleException {
        var path = folder.resolve(name);
        if (!Files.exists(path)) {
            return null;
        }
        if (!Files.isRegularFile(path)) {
            // Opening a pipe would wait for its writer.
            throw new InvalidBundleException(name + ": is not a regular file");
        }
        try (var in = Files.newInputStream(path)) {
            var bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new InvalidBundleException(name + ": with it the bundle has more than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }
}
