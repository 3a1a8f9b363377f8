package dev.tigrit.starter.limit;

import java.time.Duration;

/**
 * How long a server waits for a client.
 *
 * @param request from its first byte to its last, after the head 408
 * @param idle between two requests, and before the first
 * @param write until the client has taken all of what was written to it
 */
public record Deadlines(Duration request, Duration idle, Duration write) {

    /** For requests of a few KB. */
    public static Deadlines ofSmallRequests() {
        return ofRequests(Duration.ofSeconds(10));
    }

    public static Deadlines ofRequests(Duration request) {
        return new Deadlines(request, Duration.ofSeconds(60), Duration.ofSeconds(30));
    }
}
