package dev.tigrit.secrets.bundle;

import java.io.Serial;

/**
 * A document is not a valid bundle or part of one. The message names the place and the broken rule; it goes to the log and to the
 * operator and never holds a value.
 */
public class InvalidBundleException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    public InvalidBundleException(String message) {
        super(message, null, false, false);
    }

    /** The same rule, further out. */
    InvalidBundleException in(String place) {
        return new InvalidBundleException(place + ": " + getMessage());
    }

    /** The document states a format that this release does not read. */
    public static final class UnknownFormatException extends InvalidBundleException {

        @Serial
        private static final long serialVersionUID = 1L;

        UnknownFormatException() {
            super("the format is not one that this release reads");
        }
    }
}
