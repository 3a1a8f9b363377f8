package dev.tigrit.e2e.kit.http;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Many connections through the ingress controller that all send the same, each again as soon as it is answered or closed. */
public final class Flood implements AutoCloseable {

    private final ExecutorService connections = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger answers = new AtomicInteger();
    private final byte[] request;
    private volatile boolean over;

    private Flood(String request) {
        this.request = request.getBytes(StandardCharsets.US_ASCII);
    }

    public static Flood of(int connections, String request) {
        var flood = new Flood(request);
        for (var i = 0; i < connections; i++) {
            flood.connections.execute(flood::run);
        }
        return flood;
    }

    /** Answers of any kind so far. */
    public int answers() {
        return answers.get();
    }

    private void run() {
        while (!over) {
            try (var socket =
                    new Socket(Http.ingress().getHost(), Http.ingress().getPort())) {
                // Longer than a server waits for a body.
                socket.setSoTimeout(20_000);
                socket.getOutputStream().write(request);
                if (socket.getInputStream().read() >= 0) {
                    answers.incrementAndGet();
                }
            } catch (IOException _) {
                // Refused or cut off: the next one.
            }
        }
    }

    @Override
    public void close() {
        over = true;
        connections.close();
    }
}
