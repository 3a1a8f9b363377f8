package dev.tigrit.local.launcher;

import java.io.PrintStream;
import java.util.List;

/** The one terminal that all processes write to, each line behind the name of its writer. */
public record Output(PrintStream stream, boolean coloured) {

    public static final String LAUNCHER = "local";

    private static final int WIDTH = "game-backend".length();

    private static final List<String> COLOURS = List.of("36", "33", "35", "32", "34");

    /** Standard output, coloured on a terminal unless NO_COLOR is set (no-color.org). */
    public static Output standard() {
        return new Output(
                System.out,
                isTerminal() && System.getenv().getOrDefault("NO_COLOR", "").isEmpty());
    }

    // Since JDK 25 the built-in console is the default again, and that one is null when there is no terminal.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    public void say(String line) {
        line(LAUNCHER, line);
    }

    void line(String name, String line) {
        // One write a line: the processes' threads share the stream.
        stream.println(label(name) + " | " + line);
    }

    private String label(String name) {
        var label = " ".repeat(Math.max(0, WIDTH - name.length()));
        return coloured
                ? "\u001b[" + COLOURS.get(Math.floorMod(name.hashCode(), COLOURS.size())) + "m" + name + "\u001b[0m"
                        + label
                : name + label;
    }
}
