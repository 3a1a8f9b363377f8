package dev.tigrit.bot.store;

import java.io.Serial;

/** The database gave no answer. Its own message may quote values and is not kept. */
public final class StoreException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    StoreException(Throwable cause) {
        super(cause.getClass().getSimpleName(), null, false, false);
    }
}
