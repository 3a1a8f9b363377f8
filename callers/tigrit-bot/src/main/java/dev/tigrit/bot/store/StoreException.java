package dev.tigrit.bot.store;

/** The database gave no answer. Its own message may quote values and is not kept. */
public final class StoreException extends RuntimeException {

    StoreException(Throwable cause) {
        super(cause.getClass().getSimpleName(), null, false, false);
    }
}
