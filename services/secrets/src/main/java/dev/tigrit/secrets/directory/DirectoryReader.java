package dev.tigrit.secrets.directory;

import dev.tigrit.secrets.secret.KeyName;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.mount.MountedFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the whole folder at once. Kubernetes replaces a mounted Secret by changing the link {@code ..data} to another folder, so
 * everything is read from the folder behind the link, and read again when the link has changed meanwhile.
 */
record DirectoryReader(Path root) {

    static final int MAX_FILE_BYTES = 1024 * 1024;

    private static final int ATTEMPTS = 10;
    private static final String PREVIOUS = ".previous.";
    private static final String META = ".meta.json";
    private static final Pattern NAME =
            Pattern.compile("(" + KeyName.REGEX + ")(?:\\.meta\\.json|\\.previous\\..*)?", Pattern.DOTALL);

    /**
     * The files of one key, as they are: {@code KEY}, those of {@code KEY.previous.<n>} by the text in the place of n, and
     * {@code KEY.meta.json}, or null.
     */
    record KeyFiles(
            String key,
            KeyFile current,
            Map<String, KeyFile> previous,
            @Nullable KeyFile meta) {}

    sealed interface KeyFile {

        record Content(Sensitive bytes, Instant modified) implements KeyFile {}

        /** A file that could not be read. The reason is for the log and never holds content. */
        record Unreadable(String reason) implements KeyFile {}
    }

    /** The files of keys that have a current value, and the newest mtime of these files and of the folder. */
    record Generation(Map<String, KeyFiles> keys, Instant modified) {}

    /** @throws IOException when the folder is not there, is not readable, or changes faster than it can be read */
    Generation read() throws IOException {
        for (var attempt = 0; attempt < ATTEMPTS; attempt++) {
            var folder = MountedFiles.folder(root);
            var generation = read(folder);
            // Without a generation the old folder may just have been deleted behind the link.
            if (folder.equals(MountedFiles.folder(root))) {
                if (generation == null) {
                    throw new NoSuchFileException("the folder vanished while it was read");
                }
                return generation;
            }
        }
        throw new IOException("the folder changes faster than it can be read");
    }

    private static @Nullable Generation read(Path folder) throws IOException {
        var files = new TreeMap<String, KeyFile>();
        try {
            var newest = Files.getLastModifiedTime(folder).toInstant();
            for (var path : list(folder)) {
                var file = readFile(path);
                if (file != null) {
                    files.put(path.getFileName().toString(), file);
                    if (file instanceof KeyFile.Content content
                            && content.modified().isAfter(newest)) {
                        newest = content.modified();
                    }
                }
            }
            return new Generation(byKey(files), newest);
        } catch (NoSuchFileException _) {
            return null;
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var paths = Files.list(folder)) {
            return paths.filter(
                            path -> NAME.matcher(path.getFileName().toString()).matches())
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** @return null for a subfolder and for what is no longer there */
    private static @Nullable KeyFile readFile(Path path) {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                return null;
            }
            if (!attributes.isRegularFile()) {
                // Opening a pipe would wait for its writer.
                return new KeyFile.Unreadable("is not a regular file");
            }
            try (var in = Files.newInputStream(path)) {
                var bytes = in.readNBytes(MAX_FILE_BYTES + 1);
                if (bytes.length > MAX_FILE_BYTES) {
                    return new KeyFile.Unreadable("is larger than " + MAX_FILE_BYTES + " bytes");
                }
                return new KeyFile.Content(
                        Sensitive.of(bytes), attributes.lastModifiedTime().toInstant());
            }
        } catch (NoSuchFileException _) {
            // A link to nowhere is there, and so it is a file that cannot be read; a file that vanished is not.
            return Files.exists(path, LinkOption.NOFOLLOW_LINKS) ? new KeyFile.Unreadable("is a broken link") : null;
        } catch (IOException e) {
            return new KeyFile.Unreadable("cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static Map<String, KeyFiles> byKey(Map<String, KeyFile> files) {
        var keys = new TreeMap<String, KeyFiles>();
        files.forEach((name, file) -> {
            if (KeyName.isValid(name)) {
                keys.put(name, new KeyFiles(name, file, new TreeMap<>(), files.get(name + META)));
            }
        });
        files.forEach((name, file) -> {
            var dot = name.indexOf(PREVIOUS);
            var owner = dot < 0 ? null : keys.get(name.substring(0, dot));
            if (owner != null) {
                owner.previous().put(name.substring(dot + PREVIOUS.length()), file);
            }
        });
        return keys;
    }
}
