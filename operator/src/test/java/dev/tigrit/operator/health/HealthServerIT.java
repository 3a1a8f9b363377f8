package dev.tigrit.operator.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.operator.testkit.HealthProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The port of probes and metrics in a process of its own that has the heap of the chart: half of 320 MiB. */
class HealthServerIT {

    private static final String HEAP = "-Xmx160m";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<Socket> open = new ArrayList<>();
    private Process process;
    private int port;

    @BeforeEach
    void start() throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HealthProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        port = Integer.parseInt(Objects.requireNonNull(
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))
                        .readLine()));
    }

    @AfterEach
    void stop() throws IOException, InterruptedException {
        for (var socket : open) {
            socket.close();
        }
        process.destroyForcibly().waitFor();
    }

    @Test
    void probesAndMetricsAreAnswered() throws IOException {
        assertThat(ask("GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\nok\n");
        assertThat(ask("GET /readyz?verbose HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(ask("GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .contains("jvm_memory_used_bytes");
        assertThat(ask("HEAD /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .containsIgnoringCase("content-length: ")
                .doesNotContain("jvm_memory_used_bytes");
        assertThat(ask("GET /livez/ HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 404 ");
        assertThat(ask("DELETE /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
    }

    @Test
    void endlessRequestLineEndsItsConnectionOnly() throws IOException {
        assertIsCutShort("GET /");
    }

    @Test
    void endlessHeaderLineEndsItsConnectionOnly() throws IOException {
        assertIsCutShort("GET /livez HTTP/1.1\r\nA: ");
    }

    @Test
    void endlessHeadersEndTheirConnectionOnly() throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write("GET /livez HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(sentUntilClosed(socket, "a:\r\n".repeat(4_096))).isLessThan(1_000_000);
        }
        assertIsServed();
    }

    @Test
    void connectionsThatSendNothingMoreDoNotKeepProbesOut() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 400; i++) {
                threads.execute(() -> hold("GET /livez HTTP/1.1\r\nA: " + "a".repeat(4_000)));
            }
        }

        assertIsServed();
    }

    @Test
    void floodOfConnectionsIsOverOnceTheirTimeIs() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < 3_000; i++) {
                threads.execute(() -> hold("GET /livez HTTP/1.1\r\nA: " + "a".repeat(4_000)));
            }
        }

        await().atMost(SOON).ignoreExceptions().untilAsserted(this::assertIsServed);
        assertThat(process.isAlive()).isTrue();
    }

    private void hold(String beginning) {
        try {
            var socket = connect();
            synchronized (open) {
                open.add(socket);
            }
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
            // Shed.
        }
    }

    private void assertIsCutShort(String beginning) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
            assertThat(sentUntilClosed(socket, "a".repeat(16_384))).isLessThan(1_000_000);
        }
        assertIsServed();
    }

    /** Bytes that fitted into the connection, buffers of the system included, before the other side closed it. */
    private static long sentUntilClosed(Socket socket, String piece) {
        var bytes = piece.getBytes(StandardCharsets.US_ASCII);
        for (var sent = 0L; sent < 73_000_000; sent += bytes.length) {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException _) {
                return sent;
            }
        }
        return Long.MAX_VALUE;
    }

    private void assertIsServed() throws IOException {
        assertThat(ask("GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    private String ask(String request) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket connect() throws IOException {
        var socket = new Socket();
        // What waits on this side is not the server's.
        socket.setSendBufferSize(64 * 1024);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(10_000);
        return socket;
    }
}
