package dev.tigrit.local.launcher;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The embedded PostgreSQL as a process of ours, with its data in the folder: users and interactions outlive the run. Two databases,
 * each with an owner of its own, and a role that reads the bot's.
 */
final class PostgresServer {

    public static final String NAME = "postgres";

    /** Database and role of the Game backend. */
    public static final String GAME = "game";

    /** Database of the bot. */
    public static final String TIGRIT = "tigrit";

    public static final String BOT_ROLE = "tigrit_bot";
    public static final String API_ROLE = "tigrit_api";

    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";
    private static final Path UNSHARE = Path.of("/usr/bin/unshare");

    private PostgresServer() {}

    /**
     * The command to start it; makes the databases when they are not there.
     *
     * @param password of all its roles; it listens on this machine alone
     */
    public static Command command(int port, Folder folder, String password) throws IOException, InterruptedException {
        var programs = programs(folder);
        var data = folder.postgres().resolve("data");
        if (!Files.exists(data)) {
            var draft = folder.postgres().resolve("data.new");
            Folder.delete(draft);
            initialize(programs, draft, folder, password);
            Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
        }
        var line = List.of(
                programs.resolve("postgres").toString(),
                "-D" + data,
                "--port=" + port,
                "--listen_addresses=127.0.0.1",
                "--unix_socket_directories=",
                "--shared_buffers=32MB",
                "--log_min_messages=fatal");
        return new Command(NAME, notAsRoot(line), Map.of(), folder.tmp());
    }

    private static void initialize(Path programs, Path data, Folder folder, String password)
            throws IOException, InterruptedException {
        var passwordFile = folder.tmp().resolve("postgres-password");
        Files.writeString(passwordFile, password + "\n");
        run(
                folder,
                "",
                List.of(
                        programs.resolve("initdb").toString(),
                        "--pgdata=" + data,
                        "--username=postgres",
                        "--pwfile=" + passwordFile,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        "--no-sync"));
        Files.delete(passwordFile);
        run(
                folder,
                roles(password),
                List.of(
                        programs.resolve("postgres").toString(),
                        "--single",
                        "-D" + data,
                        "--exit_on_error=true",
                        "postgres"));
    }

    /** One command a line, as the single-user mode reads them. The password is base64url. */
    private static String roles(String password) {
        return """
                CREATE ROLE %1$s LOGIN PASSWORD '%4$s';
                CREATE ROLE %2$s LOGIN PASSWORD '%4$s';
                CREATE ROLE %3$s LOGIN PASSWORD '%4$s';
                CREATE DATABASE %1$s OWNER %1$s;
                CREATE DATABASE %5$s OWNER %2$s;
                REVOKE CONNECT ON DATABASE %1$s FROM PUBLIC;
                REVOKE CONNECT ON DATABASE %5$s FROM PUBLIC;
                GRANT CONNECT ON DATABASE %5$s TO %3$s;
                """.formatted(GAME, BOT_ROLE, API_ROLE, password, TIGRIT);
    }

    private static void run(Folder folder, String input, List<String> line) throws IOException, InterruptedException {
        var process = new ProcessBuilder(notAsRoot(line))
                .directory(folder.tmp().toFile())
                .redirectErrorStream(true)
                .start();
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        }
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the embedded PostgreSQL cannot be set up:\n" + said);
        }
    }

    /** PostgreSQL refuses to run as root; in a user namespace of its own it is nobody, with root's access to the folder. */
    private static List<String> notAsRoot(List<String> line) {
        if (!System.getProperty("user.name").equals("root") || !Files.isExecutable(UNSHARE)) {
            return line;
        }
        return Stream.concat(Stream.of(UNSHARE.toString(), "--user"), line.stream())
                .toList();
    }

    /** The folder in POSTGRES_BIN when that is set, else programs for Linux on x86-64 that come along: unpacked once a folder, 60 MB. */
    private static Path programs(Folder folder) throws IOException {
        var installed = System.getenv("POSTGRES_BIN");
        if (installed != null && !installed.isBlank()) {
            return Path.of(installed);
        }
        var unpacked = folder.postgres().resolve("program");
        if (!Files.exists(unpacked)) {
            var draft = folder.postgres().resolve("program.new");
            Folder.delete(draft);
            unpack(draft);
            Files.move(draft, unpacked, StandardCopyOption.ATOMIC_MOVE);
        }
        return unpacked.resolve("bin");
    }

    private static void unpack(Path target) throws IOException {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            throw new IOException(
                    "The embedded PostgreSQL is for Linux on x86-64: install PostgreSQL 14 or newer and name the"
                            + " folder of its programs in POSTGRES_BIN");
        }
        var resource = Objects.requireNonNull(PostgresServer.class.getResourceAsStream(ARCHIVE), ARCHIVE);
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
