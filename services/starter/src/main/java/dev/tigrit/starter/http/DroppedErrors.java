package dev.tigrit.starter.http;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Hooks;

/**
 * Errors that come when nobody waits for them any more: reported in one line by their type, not with a stack trace and a message
 * that may quote input. Those of the HTTP client are expected and only said at debug level: they are its answer to a call that is
 * cancelled, by a time-out or by a client that goes away, between the head and the body of the answer.
 */
public final class DroppedErrors {

    private static final Logger log = LoggerFactory.getLogger(DroppedErrors.class);

    private static final List<String> CLIENT = List.of("org.springframework.http.client.reactive.", "reactor.netty.");

    private DroppedErrors() {}

    /** For this process, in place of Reactor's own report. */
    public static void report() {
        Hooks.resetOnErrorDropped();
        Hooks.onErrorDropped(DroppedErrors::report);
    }

    private static void report(Throwable error) {
        var trace = error.getStackTrace();
        var from = trace.length == 0 ? "" : trace[0].getClassName();
        var expected = CLIENT.stream().anyMatch(from::startsWith);
        (expected ? log.atDebug() : log.atWarn())
                .addKeyValue("error", error.getClass().getName())
                .addKeyValue("from", from)
                .log("error of a call that nobody waits for any more");
    }
}
