package dev.tigrit.secrets.secret;

/**
 * A document is not a valid bundle or part of one, or the files of a key are no secret. The message names the place and the broken rule; it
 * goes to the log and to the operator and never holds a value.
 */
public class InvalidDocumentException extends Exception {

    public InvalidDocumentException(String message) {
        super(message, null, false, false);
    }

    /** The document states a format that this release does not read. */
    public static final class UnknownFormatException extends InvalidDocumentException {

        public UnknownFormatException() {
            super("the format is not one that this release reads");
        }
    }
}
