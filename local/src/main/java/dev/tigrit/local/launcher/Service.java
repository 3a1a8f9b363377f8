package dev.tigrit.local.launcher;

import dev.tigrit.local.folder.Folder;
import dev.tigrit.local.folder.Keys;
import dev.tigrit.local.process.Command;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How one of the services is started.
 *
 * @param name of its folder, also its label in the output
 * @param port its main port
 * @param environment what it gets beside the common settings; secrets pass here, not as arguments
 * @param arguments its own settings, visible in the process list
 */
public record Service(String name, int port, Map<String, String> environment, List<String> arguments) {

    public static final String SECRETS = "secrets";
    public static final String AUTH = "auth";
    public static final String SESSIONS = "sessions";

    /** Short: the service's name stands in front of each line already. */
    private static final String LOG_LINE = "%d{HH:mm:ss.SSS} %-5p %-32.32logger{32} %m %kvp%n%wEx";

    private static final String INTERNAL_API_SECRET = "INTERNAL_API_SECRET";

    static Service secrets(Ports ports, Folder folder, Keys keys) throws IOException {
        return new Service(
                SECRETS,
                ports.secrets(),
                Map.of(
                        INTERNAL_API_SECRET,
                        keys.internalSecret(),
                        "SECRETS_DIRECTORY",
                        folder.keys().toString()),
                List.of(
                        "--secrets.readers[SESSION_SIGNING_KEY]=internal",
                        "--secrets.readers[JWT_SECRET]=internal",
                        "--secrets.readers[TELEGRAM_BOT_TOKEN]=internal"));
    }

    static Service auth(Ports ports, Keys keys) throws IOException {
        return new Service(
                AUTH,
                ports.auth(),
                Map.of(INTERNAL_API_SECRET, keys.internalSecret(), "AUTH_SECRETS_URL", url(ports.secrets())),
                List.of("--auth.callers[internal]=ensure-telegram-user,introspect"));
    }

    static Service sessions(Ports ports, Keys keys) throws IOException {
        return new Service(
                SESSIONS,
                ports.sessions(),
                Map.of(
                        INTERNAL_API_SECRET,
                        keys.internalSecret(),
                        "SESSIONS_SECRETS_URL",
                        url(ports.secrets()),
                        "SESSIONS_REDIS_URL",
                        "redis://localhost:" + ports.redis()),
                List.of("--sessions.callers[internal]=create,list,revoke,introspect,verify-batch,events"));
    }

    /** The same with more in its environment. */
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

    public Command command(Jars jars, Path directory) throws IOException {
        var line = new ArrayList<>(List.of(
                // The launcher's own JDK, whatever the PATH says.
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms32m",
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + directory,
                "-jar",
                jars.copy(name, directory).toString()));
        line.addAll(arguments);
        var all = new HashMap<>(Map.of(
                // Over the JSON that services write elsewhere: a person reads this.
                "LOGGING_STRUCTURED_FORMAT_CONSOLE", "",
                "LOGGING_PATTERN_CONSOLE", LOG_LINE,
                "SERVER_ADDRESS", "localhost",
                "SERVER_PORT", Integer.toString(port),
                "MANAGEMENT_SERVER_ADDRESS", "localhost",
                "MANAGEMENT_SERVER_PORT", Integer.toString(port + Ports.MANAGEMENT),
                "TIGRIT_DOCS", "true",
                "MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE", "health,prometheus,loggers",
                "MANAGEMENT_ENDPOINTS_ACCESS_DEFAULT", "unrestricted"));
        all.putAll(environment);
        return new Command(name, line, all, directory);
    }

    private static String url(int port) {
        return "http://localhost:" + port;
    }
}
