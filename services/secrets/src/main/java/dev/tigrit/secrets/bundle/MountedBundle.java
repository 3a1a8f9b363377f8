package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.secret.InvalidDocumentException;
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

    static final int MAX_BYTES = 32 * 1024 * 1024;

    private static final String INDEX = "index.json";

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
        var bundle = bundle(folder, BundleIndex.parse(document));
        readIndex = document;
        return bundle;
    }

    private static Bundle bundle(Path folder, BundleIndex index) throws IOException, InvalidDocumentException {
        var entries = new ArrayList<BundleEntry>();
        var left = MAX_BYTES;
        for (var shard : index.shards()) {
            var bytes = read(folder, shard.file(), left);
            if (bytes == null) {
                throw new InvalidDocumentException(shard.file() + ": is not there");
            }
            left -= bytes.length;
            if (!BundleDigests.ofBytes(index.head().digestKey(), bytes).equals(shard.digest())) {
                throw new InvalidDocumentException(shard.file() + ": has another digest than the index says");
            }
            try {
                entries.addAll(Bundle.entries(Bundle.document(bytes)));
            } catch (InvalidDocumentException e) {
                throw new InvalidDocumentException(shard.file() + ": " + e.getMessage());
            }
        }
        return Bundle.of(index.head(), entries);
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
