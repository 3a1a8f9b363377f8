package dev.tigrit.operator.health;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What is asked for; none of it may wait. */
record Probes(BooleanSupplier live, BooleanSupplier ready, Supplier<String> metrics) {

    private static final String TEXT = "text/plain; charset=utf-8";

    record Answer(int status, String type, String body) {}

    Answer get(String path) {
        return switch (path) {
            case "/livez" -> probe(live);
            case "/readyz" -> probe(ready);
            case "/metrics" -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
            default -> new Answer(404, TEXT, "not found\n");
        };
    }

    static Answer problem(int status, String text) {
        return new Answer(status, TEXT, text + "\n");
    }

    private static Answer probe(BooleanSupplier holds) {
        return holds.getAsBoolean() ? new Answer(200, TEXT, "ok\n") : problem(503, "not yet");
    }
}
