package dev.tigrit.local.launcher;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import redis.embedded.core.ExecutableProvider;

/**
 * The embedded Redis binary as a process of ours. The library's own server object would hide the process id, without which a
 * server that outlives its launcher cannot be found again.
 */
final class RedisServer {

    public static final String NAME = "redis";

    private RedisServer() {}

    /** Nothing on disk: sessions of a local system end with it. */
    public static Command command(int port, Path directory) throws IOException {
        var binary =
                ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
        return new Command(
                NAME,
                List.of(
                        binary.getAbsolutePath(),
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--save",
                        ""),
                Map.of(),
                directory);
    }
}
