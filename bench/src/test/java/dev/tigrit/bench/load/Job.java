package dev.tigrit.bench.load;

/**
 * One burst.
 *
 * @param connections that are kept open, each with one request at a time
 * @param rate requests a second, whatever the answers do; 0: each connection asks again once it has its answer
 * @param collect whether the bodies are in the report
 */
public record Job(
        int port, Requests requests, int connections, double seconds, double rate, int status, boolean collect) {

    /** As much as the server can do. */
    public static Job closed(int port, Requests requests, int connections, double seconds, int status) {
        return new Job(port, requests, connections, seconds, 0, status, false);
    }

    /** At a fixed rate. */
    public static Job open(int port, Requests requests, int connections, double seconds, double rate, int status) {
        return new Job(port, requests, connections, seconds, rate, status, false);
    }

    /** Every request once, with the bodies of the answers. */
    public static Job collecting(int port, Requests requests, int connections, int status) {
        return new Job(port, requests, connections, 60, 0, status, true);
    }
}
