package dev.tigrit.bot.message;

import dev.tigrit.bot.client.telegram.Update;
import java.util.Locale;

/** The two languages of the bot. */
enum Language {
    RUSSIAN("ru"),
    ENGLISH("en");

    private final Locale locale;

    Language(String tag) {
        this.locale = Locale.forLanguageTag(tag);
    }

    Locale locale() {
        return locale;
    }

    /** Russian for who has set it in Telegram, or nothing. */
    static Language of(Update.Person person) {
        var code = person.languageCode();
        return code == null || code.startsWith("ru") ? RUSSIAN : ENGLISH;
    }

    String choose(String russian, String english) {
        return this == RUSSIAN ? russian : english;
    }
}
