package dev.tigrit.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Requests that are sent, and whose connections are then kept open without reading or writing more. */
public final class HeldRequests implements AutoCloseable {

    private final List<Socket> sockets = new ArrayList<>();

    private HeldRequests() {}

    /** @param head method, path, version and fields, each line with its end; Host is added */
    public static HeldRequests send(URI server, String head, int count) throws IOException {
        var held = new HeldRequests();
        for (var sent = 0; sent < count; sent++) {
            held.sockets.add(request(server, head));
        }
        return held;
    }

    /** Status line of the answer, or nothing when there is none within a second. */
    public static String status(URI server, String head) throws IOException {
        try (var socket = request(server, head)) {
            var line = new byte["HTTP/1.1 200".length()];
            return new String(line, 0, socket.getInputStream().readNBytes(line, 0, line.length), ISO_8859_1);
        } catch (SocketTimeoutException _) {
            return "";
        }
    }

    private static Socket request(URI server, String head) throws IOException {
        var socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout(1_000);
        socket.getOutputStream().write((head + "Host: localhost\r\n\r\n").getBytes(ISO_8859_1));
        return socket;
    }

    @Override
    public void close() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
    }
}
