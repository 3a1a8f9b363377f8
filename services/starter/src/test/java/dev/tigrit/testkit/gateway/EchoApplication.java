package dev.tigrit.testkit.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/**
 * An application that answers every request with its head, as the bytes came: what a gateway has made of it. One class with nothing
 * beside the JDK, so that it also runs in a container that has Java.
 */
public final class EchoApplication implements AutoCloseable {

    private static final String LENGTH = "content-length:";

    private final ServerSocket server;

    private EchoApplication(ServerSocket server) {
        this.server = server;
    }

    /** On a free port of this machine. */
    public static EchoApplication start() throws IOException {
        var application = new EchoApplication(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread.ofVirtual().start(application::serve);
        return application;
    }

    /** On that port, until the process ends. */
    public static void main(String... port) throws IOException {
        new EchoApplication(new ServerSocket(Integer.parseInt(port[0]))).serve();
    }

    public int port() {
        return server.getLocalPort();
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                var connection = server.accept();
                Thread.ofVirtual().start(() -> answer(connection));
            } catch (IOException _) {
                // Closed; or this connection was over before it began.
            }
        }
    }

    private static void answer(Socket connection) {
        try (connection) {
            var head = head(connection.getInputStream());
            connection.getInputStream().skipNBytes(bodyLength(head));
            var answer =
                    "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                            .formatted(head.length(), head);
            connection.getOutputStream().write(answer.getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String head(InputStream input) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            var octet = input.read();
            if (octet < 0) {
                throw new IOException("a connection without a request");
            }
            bytes.write(octet);
        }
        return bytes.toString(ISO_8859_1);
    }

    private static long bodyLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(LENGTH))
                .mapToLong(
                        line -> Long.parseLong(line.substring(LENGTH.length()).strip()))
                .findFirst()
                .orElse(0);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
