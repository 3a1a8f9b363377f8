package dev.tigrit.sessions.server;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.springframework.util.FileSystemUtils;
import redis.embedded.core.ExecutableProvider;

/**
 * One {@code redis-server}: the binary that the environment variable {@code REDIS_SERVER_BIN} names (Redis or Valkey), or the
 * embedded one.
 */
public final class ServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Unpacked once for all servers of this JVM. */
    private static final File BINARY = binary();

    private final int port;
    private final Path folder;
    private final List<String> command;
    private Process process;
    private volatile boolean paused;

    private ServerProcess(int port, Path folder, List<String> command) {
        this.port = port;
        this.folder = folder;
        this.command = command;
        this.process = launch();
    }

    /** @param settings as on the command line: {@code --name}, {@code value} */
    public static ServerProcess start(int port, String... settings) {
        var folder = newFolder();
        var command = new ArrayList<>(List.of(
                BINARY.getPath(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--dir",
                folder.toString(),
                "--repl-diskless-sync",
                "yes",
                "--repl-diskless-sync-delay",
                "0"));
        command.addAll(List.of(settings));
        return new ServerProcess(port, folder, command);
    }

    /** @param configuration lines of a sentinel.conf beside the port */
    static ServerProcess startSentinel(int port, List<String> configuration) {
        var folder = newFolder();
        var lines = new ArrayList<>(List.of("port " + port, "bind 127.0.0.1", "dir " + folder));
        lines.addAll(configuration);
        try {
            var file = Files.write(folder.resolve("sentinel.conf"), lines);
            return new ServerProcess(port, folder, List.of(BINARY.getPath(), file.toString(), "--sentinel"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Whether it is neither dead nor paused. */
    public boolean isRunning() {
        return process.isAlive() && !paused;
    }

    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops the process where it stands; its kernel goes on to acknowledge what it is sent. */
    public void pause() {
        signal("STOP");
        paused = true;
    }

    public void resume() {
        signal("CONT");
        paused = false;
    }

    /** The same server again, with what it has kept in its folder. */
    public void restart() {
        kill();
        paused = false;
        process = launch();
    }

    /** What the server has written to its append-only file. */
    public byte[] appendOnlyFile() {
        try {
            return Files.readAllBytes(findAppendOnlyFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same server again, as after a crash when only the first bytes of that append-only file had been written. */
    public void crashAfter(byte[] log, int bytes) {
        kill();
        try {
            Files.write(findAppendOnlyFile(), Arrays.copyOf(log, bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = launch();
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> ask(redis -> redis.ping()) != null);
    }

    /** Since Redis 7 it is in a folder of its own, beside a base file that is empty here. */
    private Path findAppendOnlyFile() throws IOException {
        var since7 = folder.resolve("appendonlydir");
        if (!Files.isDirectory(since7)) {
            return folder.resolve("appendonly.aof");
        }
        try (var files = Files.list(since7)) {
            return files.filter(file -> file.toString().endsWith(".incr.aof"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    public <T> T ask(Function<RedisCommands<String, String>, T> question) {
        try (var client = RedisClient.create(RedisURI.create(url()));
                var connection = client.connect()) {
            return question.apply(connection.sync());
        }
    }

    /** How many follow what scripts publish, at this server. */
    public long subscribers() {
        return ask(redis -> redis.pubsubNumsub("tigrit:sessions:revoked")).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** What its ACL has refused so far. */
    public List<Map<String, Object>> refusals() {
        return ask(redis -> redis.aclLog());
    }

    /** {@code ACL} and these words. */
    public void acl(String... words) {
        ask(redis -> redis.dispatch(
                CommandType.ACL,
                new StatusOutput<>(StringCodec.UTF8),
                new CommandArgs<>(StringCodec.UTF8).addValues(List.of(words))));
    }

    @Override
    public void close() {
        kill();
        try {
            // Redis 7 keeps its append-only files in a folder of their own.
            FileSystemUtils.deleteRecursively(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static int freePort() {
        // The bus of a cluster node is at its port + 10000.
        while (true) {
            try (var free = new ServerSocket(0)) {
                if (free.getLocalPort() < 55_000) {
                    return free.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Process launch() {
        try {
            var launched = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(launched::destroyForcibly));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(this::accepts);
            return launched;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean accepts() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("redis-of-tests");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static File binary() {
        try {
            var named = System.getenv("REDIS_SERVER_BIN");
            return named == null || named.isEmpty()
                    ? ExecutableProvider.newJarResourceProvider().get()
                    : new File(named);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
