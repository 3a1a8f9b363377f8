package dev.tigrit.bench.process;

/**
 * A server that is ready.
 *
 * @param readyMillis from the start of its process
 */
public record Server(Kind kind, int port, Pinned process, double readyMillis) implements AutoCloseable {

    @Override
    public void close() {
        process.close();
    }
}
