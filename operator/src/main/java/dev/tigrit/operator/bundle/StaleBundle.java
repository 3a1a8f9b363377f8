package dev.tigrit.operator.bundle;

import java.io.Serial;

/** Somebody else has written meanwhile: nothing may be pushed before the store was read again. This is what fences an old leader. */
public final class StaleBundle extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    StaleBundle(String secret) {
        super("Secret " + secret + " has been changed by somebody else");
    }
}
