package dev.tigrit.operator.bundle;

import java.io.Serial;

/** What is stored is not a bundle of a known format. Neither message nor cause quotes the document. */
public final class UnreadableBundle extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean foreign;

    /** @param foreign whether another release may understand it, so that it must not be overwritten */
    UnreadableBundle(String message, boolean foreign) {
        super(message);
        this.foreign = foreign;
    }

    /** Keeps the class of the cause only: its message may hold what it could not read. */
    static UnreadableBundle because(String message, Exception cause) {
        return cause instanceof UnreadableBundle known
                ? known
                : new UnreadableBundle(message + " (" + cause.getClass().getSimpleName() + ")", false);
    }

    /** Whether it must not be overwritten. */
    public boolean isForeign() {
        return foreign;
    }
}
