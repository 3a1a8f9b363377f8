package dev.tigrit.bench;

import dev.tigrit.bench.load.Requests;
import dev.tigrit.bench.process.Kind;
import java.util.function.Supplier;

/**
 * One call of one server.
 *
 * @param requests asked for before each burst; what a burst uses up is made anew
 * @param status of every answer
 * @param body what the answer contains
 * @param connections of a burst
 * @param units what a request counts as: tokens of a batch
 */
record Call(
        Kind server, String path, Supplier<Requests> requests, int status, String body, int connections, int units) {

    private static final int CONNECTIONS = 64;

    static Call of(Kind server, String path, Supplier<Requests> requests, int status, String body) {
        return new Call(server, path, requests, status, body, CONNECTIONS, 1);
    }
}
