package dev.tigrit.local.abuse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Somebody else: asks one address over and over, each time on a new connection, and notes how it is served. */
public final class Visitor implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int PATIENCE_MS = 5_000;

    private final int port;
    private final String path;
    private final String expected;
    private final List<Visit> visits = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;

    /** @param outcome the status, or why there was none */
    record Visit(String outcome, Duration time) {}

    /** @param expected status of a good answer */
    public Visitor(int port, String path, int expected) {
        this.port = port;
        this.path = path;
        this.expected = Integer.toString(expected);
        this.thread = Thread.ofPlatform().daemon().name("visitor-" + port).start(this::visit);
    }

    /** @return the status, or 0 when the connection was closed or nothing came within five seconds */
    public static int ask(int port, String path) {
        try {
            return answer(port, path);
        } catch (IOException notServed) {
            return 0;
        }
    }

    private static int answer(int port, String path) throws IOException {
        try (var socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(ISO_8859_1));
            var line = new String(socket.getInputStream().readNBytes(12), ISO_8859_1);
            return line.startsWith("HTTP/1.1 ") ? Integer.parseInt(line.substring(9)) : 0;
        }
    }

    /** Waits until it has been there so many times more. */
    public Visitor awaitVisits(int more) {
        var wanted = visits.size() + more;
        await().atMost(Duration.ofMinutes(2)).until(() -> visits.size() >= wanted);
        return this;
    }

    /** Ends the visits. */
    public Service end() throws InterruptedException {
        close();
        thread.join();
        var served = visits.stream()
                .filter(visit -> visit.outcome().equals(expected))
                .toList();
        var slowest = served.stream().map(Visit::time).max(Duration::compareTo).orElse(Duration.ZERO);
        var missed = visits.stream()
                .filter(visit -> !visit.outcome().equals(expected))
                .toList();
        return new Service(visits.size(), served.size(), slowest, missed);
    }

    /**
     * What was seen.
     *
     * @param slowest of those that were served
     */
    public record Service(int asked, int served, Duration slowest, List<Visit> missed) {

        public double share() {
            return asked == 0 ? 0 : (double) served / asked;
        }

        @Override
        public String toString() {
            return served + " of " + asked + " served, slowest " + slowest.toMillis() + " ms"
                    + (missed.isEmpty() ? "" : ", missed " + missed);
        }
    }

    @Override
    public void close() {
        end.countDown();
    }

    private String outcome() {
        try {
            return Integer.toString(answer(port, path));
        } catch (IOException notServed) {
            return notServed.toString();
        }
    }

    private void visit() {
        try {
            do {
                var start = System.nanoTime();
                var outcome = outcome();
                visits.add(new Visit(outcome, Duration.ofNanos(System.nanoTime() - start)));
            } while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
