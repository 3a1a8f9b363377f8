package dev.tigrit.e2e.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.e2e.kit.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;

/** What a pod tells of itself at its management port, past every policy. */
public final class Metrics {

    private Metrics() {}

    /** The value of a metric without labels. */
    public static double of(Pod pod, int port, String name) {
        try (var forward = Cluster.client().pods().resource(pod).portForward(port)) {
            var answer = Http.send(Http.to("http://127.0.0.1:" + forward.getLocalPort() + "/metrics"));
            assertThat(answer.status()).isEqualTo(200);
            return answer.body()
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + name + " in " + answer.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
