package dev.tigrit.local.launcher;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for services, all within one time budget that starts with the first question. */
public final class Readiness {

    private static final Duration QUESTION = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(QUESTION).build();
    private final Duration timeout;
    private final long deadline;

    public Readiness(Duration timeout) {
        this.timeout = timeout;
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /** @throws IOException names the service that ended or is not ready in time, with the end of its output */
    public void await(Service service, Child child) throws IOException, InterruptedException {
        while (!isReady(service)) {
            if (!child.isAlive()) {
                throw failure(child, "ended with exit code " + child.exitCode());
            }
            if (System.nanoTime() > deadline) {
                throw failure(child, "was not ready after " + timeout.toSeconds() + " s");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private boolean isReady(Service service) throws InterruptedException {
        var request =
                HttpRequest.newBuilder(service.readiness()).timeout(QUESTION).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notListening) {
            return false;
        }
    }

    private static IOException failure(Child child, String what) {
        return new IOException(
                child.name() + " " + what + ". The end of its output:\n" + String.join("\n", child.tail()));
    }
}
