package dev.tigrit.sessions.store;

/** Lets fakes of the store fail as the real one does. */
public final class Unavailable {

    private Unavailable() {}

    public static StoreUnavailableException exception() {
        return new StoreUnavailableException("a test");
    }
}
