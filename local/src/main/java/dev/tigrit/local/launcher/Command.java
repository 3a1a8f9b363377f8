package dev.tigrit.local.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A process to start.
 *
 * @param name its label in the output
 * @param environment beside what the launcher inherits
 */
public record Command(String name, List<String> line, Map<String, String> environment, Path directory) {

    private static final Path SETSID = Path.of("/usr/bin/setsid");

    /** Settings of ours in the developer's shell must not reach the services: a stray token would detach Auth from Secrets. */
    private static final Pattern NOT_INHERITED = Pattern.compile(
            "(API|AUTH|BOT|DATABASE|GAME|INTERNAL_API|JWT|LOGGING|MANAGEMENT|SECRETS|SERVER|SESSIONS?|SPRING|TELEGRAM"
                    + "|TIGRIT)_.*");

    /** The launcher's own, whatever the PATH says. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    Process start() throws IOException {
        var builder = new ProcessBuilder(detachedFromTerminal(line))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        builder.environment().keySet().removeIf(NOT_INHERITED.asMatchPredicate());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /**
     * Ctrl-C reaches every process of the terminal's foreground group at once; in a session of its own a child hears only what
     * the launcher sends, in the launcher's order. {@code setsid} becomes the program, so the process id stays.
     */
    private static List<String> detachedFromTerminal(List<String> line) {
        if (!Files.isExecutable(SETSID)) {
            return line;
        }
        return Stream.concat(Stream.of(SETSID.toString()), line.stream()).toList();
    }
}
