package dev.tigrit.sessions.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.api.sync.RedisCommands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A real Redis on a free port, with what tests do to it: count commands, kill it, pause it, bring it back. */
public final class RealRedis implements AutoCloseable {

    private static final Pattern CALLS = Pattern.compile("cmdstat_(\\w+):calls=(\\d+)");

    private final int port;
    private ServerProcess server;

    private RealRedis(int port) {
        this.port = port;
        this.server = ServerProcess.start(port);
    }

    public static RealRedis start() {
        return new RealRedis(ServerProcess.freePort());
    }

    /** The address of a port where nothing listens. */
    public static String nowhere() {
        return "redis://localhost:" + ServerProcess.freePort();
    }

    public String url() {
        return "redis://localhost:" + port;
    }

    public void kill() {
        server.kill();
    }

    public void pause() {
        server.pause();
    }

    public void resume() {
        server.resume();
    }

    /** A new, empty server on the same port. */
    public void restart() {
        server.close();
        server = ServerProcess.start(port);
    }

    /** What the action made the server execute, by command; the questions of this class and health checks do not count. */
    public Map<String, Integer> commandsOf(Runnable action) {
        ask(redis -> redis.configResetstat());
        action.run();
        var calls = new TreeMap<String, Integer>();
        var counts = CALLS.matcher(ask(redis -> redis.info("commandstats")));
        while (counts.find()) {
            calls.put(counts.group(1), Integer.valueOf(counts.group(2)));
        }
        calls.keySet().removeIf(name -> name.matches("config.*|info|hello|client|ping|monitor"));
        return calls;
    }

    public ServerProcess server() {
        return server;
    }

    public List<String> keys() {
        return ask(redis -> redis.keys("*"));
    }

    public <T> T ask(Function<RedisCommands<String, String>, T> question) {
        return server.ask(question);
    }

    /** What MONITOR prints from the action's start on: every command with its arguments. */
    public String monitorOf(Runnable action) {
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write("MONITOR\r\n".getBytes(US_ASCII));
            var lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
            lines.readLine();
            action.run();
            ask(redis -> redis.echo("the end"));
            var seen = new StringBuilder();
            for (var line = lines.readLine(); !line.contains("the end"); line = lines.readLine()) {
                seen.append(line).append('\n');
            }
            return seen.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
