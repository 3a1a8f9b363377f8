package dev.tigrit.local.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one of the services or callers is started.
 *
 * @param name of its folder, also its label in the output
 * @param environment what it gets beside the common settings; secrets pass here, not as arguments
 * @param arguments its own settings, visible in the process list
 */
public record Service(String name, int port, Map<String, String> environment, List<String> arguments) {

    public static final String SECRETS = "secrets";
    public static final String AUTH = "auth";
    public static final String SESSIONS = "sessions";
    public static final String GAME = "game-backend";
    public static final String BOT = "tigrit-bot";
    public static final String API = "tigrit-api";

    /** In the order of their default ports. */
    static final List<String> NAMES = List.of(AUTH, SESSIONS, SECRETS, GAME, BOT, API);

    public Service with(Map<String, String> more) {
        var merged = new HashMap<>(environment);
        merged.putAll(more);
        return new Service(name, port, Map.copyOf(merged), arguments);
    }

    public String management() {
        return url(port + Ports.MANAGEMENT);
    }

    public String url() {
        return url(port);
    }

    public URI readiness() {
        return URI.create(management() + "/readyz");
    }

    public Command command(Jars jars, Folder folder) throws IOException {
        var line = new ArrayList<>(List.of(
                Command.java(),
                "-Xms32m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                // Six JVMs start at once on a developer's machine; none of them runs long enough for the second
                // compiler to pay.
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder.tmp(),
                "-jar",
                jars.unpacked(name, folder.programs()).toString()));
        var own = jars.root().resolve("services").resolve(name).resolve("jvm.options");
        if (Files.exists(own)) {
            line.add(1, "@" + own.toAbsolutePath());
        }
        line.addAll(arguments);
        var all = new HashMap<>(Map.of(
                // Over the JSON that services write elsewhere: a person reads this.
                "TIGRIT_LOG_FORMAT", "text",
                "SERVER_ADDRESS", "localhost",
                "SERVER_PORT", Integer.toString(port),
                "MANAGEMENT_SERVER_ADDRESS", "localhost",
                "MANAGEMENT_SERVER_PORT", Integer.toString(port + Ports.MANAGEMENT),
                "TIGRIT_DOCS", "true",
                "MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE", "health,prometheus,loggers",
                "MANAGEMENT_ENDPOINTS_ACCESS_DEFAULT", "unrestricted"));
        all.putAll(environment);
        return new Command(name, line, all, folder.tmp());
    }

    static String url(int port) {
        return "http://localhost:" + port;
    }
}
