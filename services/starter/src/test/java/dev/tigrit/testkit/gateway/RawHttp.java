package dev.tigrit.testkit.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** One connection that sends exactly these bytes: HTTP clients correct what these tests are about. */
public final class RawHttp implements AutoCloseable {

    /** Status line with headers, and the body that Content-Length announces. */
    public record Answer(String head, String body) {

        public int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        /** Every value of the header. */
        public List<String> header(String name) {
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .toList();
        }
    }

    private final Socket socket;

    /** To a port of this machine. */
    public RawHttp(int port) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    public RawHttp(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(10_000);
    }

    public void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    public Answer receive() throws IOException {
        var input = socket.getInputStream();
        var head = head(input);
        var answer = new Answer(head, "");
        var length = answer.header("Content-Length");
        return length.isEmpty()
                ? answer
                : new Answer(
                        head,
                        new String(input.readNBytes(Integer.parseInt(length.getFirst())), StandardCharsets.UTF_8));
    }

    private static String head(InputStream input) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            var octet = input.read();
            if (octet < 0) {
                throw new IOException("the connection ended after: " + bytes.toString(StandardCharsets.ISO_8859_1));
            }
            bytes.write(octet);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
