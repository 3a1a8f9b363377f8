package dev.tigrit.bench;

import dev.tigrit.bench.process.Kind;
import dev.tigrit.bench.process.Servers;
import dev.tigrit.bench.process.Servers.Form;
import dev.tigrit.bench.result.Measure;
import dev.tigrit.bench.result.Row;
import java.util.Arrays;

/** From the start of a process to a ready service: in the form of the image, and as a plain jar, in turn. */
record StartUp(Servers servers) {

    private static final int ROUNDS = 3;

    Row run(Kind kind) {
        // The first start extracts the jar and writes the cache.
        once(kind, Form.IMAGE);
        var image = new double[ROUNDS];
        var jar = new double[ROUNDS];
        for (var round = 0; round < ROUNDS; round++) {
            jar[round] = once(kind, Form.JAR);
            image[round] = once(kind, Form.IMAGE);
        }
        var rounds = new double[ROUNDS];
        Arrays.setAll(rounds, i -> image[i] / jar[i]);
        Arrays.sort(rounds);
        Arrays.sort(image);
        Arrays.sort(jar);
        return new Row(
                Measure.START,
                name(kind),
                "plain jar, " + Math.round(jar[ROUNDS / 2]) + " ms",
                null,
                null,
                image[ROUNDS / 2] / jar[ROUNDS / 2],
                rounds[0],
                rounds[ROUNDS - 1],
                0.35,
                0.25);
    }

    static String name(Kind kind) {
        return kind.text() + " start";
    }

    private double once(Kind kind, Form form) {
        try (var server = servers.service(kind, form)) {
            return server.readyMillis();
        }
    }
}
