package dev.tigrit.secrets.directory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** A folder of secrets under a test's hands. */
record Folder(Path path) {

    /** A time that files get unless a test says another. */
    static final Instant MTIME = Instant.parse("2026-11-24T12:00:00.123Z");

    Folder write(String name, String text) throws IOException {
        return write(name, text.getBytes(StandardCharsets.UTF_8), MTIME);
    }

    Folder write(String name, String text, Instant modified) throws IOException {
        return write(name, text.getBytes(StandardCharsets.UTF_8), modified);
    }

    Folder write(String name, byte[] bytes, Instant modified) throws IOException {
        Files.write(path.resolve(name), bytes);
        touch(name, modified);
        Files.setLastModifiedTime(path, FileTime.from(MTIME));
        return this;
    }

    void touch(String name, Instant modified) throws IOException {
        Files.setLastModifiedTime(path.resolve(name), FileTime.from(modified));
    }

    void delete(String name) throws IOException {
        Files.delete(path.resolve(name));
    }

    /** Lays a generation and turns {@code ..data} to it, as the kubelet does; the one before is removed. */
    void turn(String generation, String... namesAndTexts) throws IOException {
        var data = path.resolve("..data");
        var before = Files.isSymbolicLink(data) ? data.toRealPath() : null;
        var folder = Files.createDirectory(path.resolve(".." + generation));
        for (var i = 0; i < namesAndTexts.length; i += 2) {
            Files.writeString(folder.resolve(namesAndTexts[i]), namesAndTexts[i + 1]);
            var link = path.resolve(namesAndTexts[i]);
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("..data", namesAndTexts[i]));
            }
        }
        var turning = Files.createSymbolicLink(path.resolve("..data_tmp"), folder.getFileName());
        Files.move(turning, data, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (before != null) {
            try (var old = Files.list(before)) {
                for (var file : old.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(before);
        }
    }
}
