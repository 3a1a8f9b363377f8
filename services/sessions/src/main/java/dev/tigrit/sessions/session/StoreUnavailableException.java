package dev.tigrit.sessions.session;

/** The store did not answer, or not with something this release understands: nothing is known about the session. */
public final class StoreUnavailableException extends RuntimeException {

    public StoreUnavailableException(String message) {
        // Thrown for each request of an outage: no stack trace is taken, and no cause, whose message may quote a
        // command.
        super(message, null, false, false);
    }
}
