package dev.tigrit.auth.client.gamebackend;

import java.io.Serial;

/** The Game answered what its contract does not have; counts as a failure of the Game. */
final class UnusableAnswerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    UnusableAnswerException(int status) {
        super("status " + status, null, false, false);
    }
}
