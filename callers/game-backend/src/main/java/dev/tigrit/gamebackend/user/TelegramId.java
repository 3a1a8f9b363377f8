package dev.tigrit.gamebackend.user;

import java.util.regex.Pattern;

/** Telegram's user id in its one spelling (Bot API, User: at most 52 significant bits). */
public final class TelegramId {

    private static final Pattern DECIMAL = Pattern.compile("[1-9][0-9]{0,15}");

    private static final long MAX = (1L << 52) - 1;

    private TelegramId() {}

    public static boolean isOne(String text) {
        return DECIMAL.matcher(text).matches() && Long.parseLong(text) <= MAX;
    }
}
