package dev.tigrit.bot.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the bot can be asked by a command. */
enum Request {
    START("/start"),
    ME("/me"),
    SESSIONS("/sessions");

    private final String command;

    Request(String command) {
        this.command = command;
    }

    /** Null for every other command, and for none. */
    static @Nullable Request of(@Nullable String command) {
        return Arrays.stream(values())
                .filter(request -> request.command.equals(command))
                .findAny()
                .orElse(null);
    }
}
