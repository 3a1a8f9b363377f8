package dev.tigrit.bot.handling;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The command at the start of a text (Telegram, Bot features: Commands). */
final class Command {

    /** In groups the bot's name may follow; its own commands come here by it. */
    private static final Pattern FORM =
            Pattern.compile("(/[A-Za-z0-9_]{1,32})(@[A-Za-z0-9_]{1,32})?(\\s.*)?", Pattern.DOTALL);

    private Command() {}

    static @Nullable String of(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var match = FORM.matcher(text);
        return match.matches() ? match.group(1) : null;
    }
}
