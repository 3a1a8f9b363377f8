package dev.tigrit.bot.message;

import dev.tigrit.bot.client.telegram.Update;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The command at the start of a message (Telegram, Bot features: Commands), in lower case: phones begin a sentence with a
 * capital. The bot is whose it is, when the person has said that.
 */
record Command(String name, @Nullable String bot) {

    /** As Telegram's own apps find one: what follows is no letter, no digit, and not one of _ / < >. */
    private static final Pattern FORM =
            Pattern.compile("(/[A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]++))?+(?![\\p{L}\\p{N}_/<>]).*", Pattern.DOTALL);

    static @Nullable Command of(Update.Message message) {
        var words = message.words();
        if (words == null || message.found().stream().anyMatch(Command::isCodeAtTheStart)) {
            return null;
        }
        var match = FORM.matcher(words);
        return match.matches() ? new Command(match.group(1).toLowerCase(Locale.ROOT), match.group(2)) : null;
    }

    /** A command that is shown, not given. */
    private static boolean isCodeAtTheStart(Update.@Nullable Entity entity) {
        return entity != null
                && entity.offset() != null
                && entity.offset() == 0
                && ("code".equals(entity.type()) || "pre".equals(entity.type()));
    }
}
