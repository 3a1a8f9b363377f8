package dev.tigrit.local.launcher;

import dev.tigrit.local.folder.Folder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL: from the folder in POSTGRES_BIN when that is set, else those for Linux on x86-64 that come along. */
record PostgresBinaries(Path bin) {

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    /** Unpacks once a folder; 60 MB. */
    static PostgresBinaries in(Folder folder) throws IOException {
        var installed = System.getenv("POSTGRES_BIN");
        if (installed != null && !installed.isBlank()) {
            return new PostgresBinaries(Path.of(installed));
        }
        var unpacked = folder.postgres().resolve("program");
        if (!Files.exists(unpacked)) {
            var draft = folder.postgres().resolve("program.new");
            Folder.delete(draft);
            unpack(draft);
            Files.move(draft, unpacked, StandardCopyOption.ATOMIC_MOVE);
        }
        return new PostgresBinaries(unpacked.resolve("bin"));
    }

    String path(String program) {
        return bin.resolve(program).toString();
    }

    private static void unpack(Path target) throws IOException {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            throw new IOException(
                    "The embedded PostgreSQL is for Linux on x86-64: install PostgreSQL 14 or newer and name the"
                            + " folder of its programs in POSTGRES_BIN");
        }
        var resource = Objects.requireNonNull(PostgresBinaries.class.getResourceAsStream(ARCHIVE), ARCHIVE);
        try (var archive = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(resource)))) {
            for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
                write(entry, archive, target.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void write(TarArchiveEntry entry, InputStream content, Path file) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(file);
            return;
        }
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, file);
        if ((entry.getMode() & 0100) != 0 && !file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }
}
