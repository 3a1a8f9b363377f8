package dev.tigrit.bot.client.telegram;

import java.time.Duration;

/** Telegram did not do what it was asked, and it is worth asking again. The address, which holds the token, is not in it. */
public final class TelegramException extends RuntimeException {

    private final Duration pause;
    private final boolean conflict;

    TelegramException(String method, String what, Duration pause, boolean conflict) {
        super(method + ": " + what, null, false, false);
        this.pause = pause;
        this.conflict = conflict;
    }

    /** How long to wait before the next attempt. */
    public Duration pause() {
        return pause;
    }

    /** Updates go elsewhere now: to a webhook, or to another poller. */
    public boolean isConflict() {
        return conflict;
    }
}
