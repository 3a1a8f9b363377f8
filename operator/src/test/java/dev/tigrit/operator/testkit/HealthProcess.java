package dev.tigrit.operator.testkit;

import dev.tigrit.operator.health.HealthServer;
import dev.tigrit.operator.health.OperatorMetrics;
import java.io.IOException;

/** Main class of a process that does nothing but answer probes; prints its port, and ends with its standard input. */
public final class HealthProcess {

    private HealthProcess() {}

    /** Takes no arguments. */
    public static void main(String... arguments) throws IOException {
        var metrics = new OperatorMetrics();
        try (var server = new HealthServer(0, () -> true, () -> true, metrics::scrape)) {
            System.out.println(server.port());
            System.out.flush();
            while (System.in.read() >= 0) {
                // Until whoever started it is gone.
            }
        }
    }
}
