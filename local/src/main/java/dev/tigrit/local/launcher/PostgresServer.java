package dev.tigrit.local.launcher;

import dev.tigrit.local.folder.Folder;
import dev.tigrit.local.process.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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

    private static final Path UNSHARE = Path.of("/usr/bin/unshare");

    private PostgresServer() {}

    /**
     * The command to start it; makes the databases when they are not there.
     *
     * @param password of all its roles; it listens on this machine alone
     */
    public static Command command(int port, Folder folder, String password) throws IOException, InterruptedException {
        var programs = PostgresBinaries.in(folder);
        var data = folder.postgres().resolve("data");
        if (!Files.exists(data)) {
            var draft = folder.postgres().resolve("data.new");
            Folder.delete(draft);
            initialize(programs, draft, folder, password);
            Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
        }
        var line = List.of(
                programs.path("postgres"),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "shared_buffers=32MB",
                "-c",
                "log_min_messages=fatal");
        return new Command(NAME, notAsRoot(line), Map.of(), folder.tmp());
    }

    private static void initialize(PostgresBinaries programs, Path data, Folder folder, String password)
            throws IOException, InterruptedException {
        var passwordFile = folder.tmp().resolve("postgres-password");
        Files.writeString(passwordFile, password + "\n");
        run(
                folder,
                "",
                List.of(
                        programs.path("initdb"),
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
                        programs.path("postgres"),
                        "--single",
                        "-D",
                        data.toString(),
                        "-c",
                        "exit_on_error=true",
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
        var unprivileged = new ArrayList<>(List.of(UNSHARE.toString(), "--user"));
        unprivileged.addAll(line);
        return unprivileged;
    }
}
