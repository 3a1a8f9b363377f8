package dev.tigrit.bot.client.telegram;

import java.io.Serial;
import java.time.Duration;

/** Telegram did not do what it was asked, and it is worth asking again. The address, which holds the token, is not in it. */
public final class TelegramException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Duration pause;

    TelegramException(String method, String what, Duration pause) {
        super(method + ": " + what, null, false, false);
        this.pause = pause;
    }

    /** How long to wait before the next attempt. */
    public Duration pause() {
        return pause;
    }
}
