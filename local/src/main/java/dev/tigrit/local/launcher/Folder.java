package dev.tigrit.local.launcher;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Where things stand below {@code path}, and how they are written: folders 0700, files 0600. */
public record Folder(Path path) {

    public Folder {
        path = path.toAbsolutePath().normalize();
    }

    public Path keys() {
        return path.resolve("keys");
    }

    /** The programs and the data of PostgreSQL; they stay. */
    public Path postgres() {
        return path.resolve("postgres");
    }

    /** The services unpacked; they stay. */
    Path programs() {
        return path.resolve("programs");
    }

    public Path pids() {
        return path.resolve("pids");
    }

    public Path runEnv() {
        return path.resolve("run.env");
    }

    public Path tmp() {
        return path.resolve("tmp");
    }

    /**
     * Allows one launcher per folder. The operating system drops the lock with the process, however that ends.
     *
     * @return what holds the lock, or null while another launcher runs in this folder
     */
    public @Nullable Closeable tryLock() throws IOException {
        create(path);
        var channel = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // The same answer.
        }
        channel.close();
        return null;
    }

    /** The folder with an empty {@link #tmp()}: what earlier runs unpacked there would pile up otherwise. */
    public void prepare() throws IOException {
        create(path);
        clearTmp();
        create(tmp());
        create(keys());
        create(postgres());
    }

    public void clearTmp() throws IOException {
        delete(tmp());
    }

    static void create(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /** Never seen half written, and never readable by others, not even for a moment. */
    static void write(Path file, String text) throws IOException {
        var draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, text, StandardOpenOption.WRITE);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }

    public static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        try (var walk = Files.walk(tree)) {
            for (var path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
