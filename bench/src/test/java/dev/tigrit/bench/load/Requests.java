package dev.tigrit.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests as they stand on the wire, sent in turn.
 *
 * @param number where ten digits stand that every sending replaces by the next number; -1: nowhere
 * @param first the first of these numbers
 * @param limit most requests of a burst; 0: as many as its time allows
 */
public record Requests(List<byte[]> wire, int number, long first, long limit) {

    /** Stands for the number in a request. */
    public static final String NUMBER = "0000000000";

    /** The same requests again and again. */
    public static Requests repeated(List<byte[]> wire) {
        return new Requests(wire, -1, 0, 0);
    }

    /** Each of them once. */
    public static Requests once(List<byte[]> wire) {
        return new Requests(wire, -1, 0, wire.size());
    }

    /** One request with {@link #NUMBER} in it. */
    public static Requests numbered(byte[] wire, long first, long limit) {
        return new Requests(List.of(wire), new String(wire, US_ASCII).indexOf(NUMBER), first, limit);
    }

    public static byte[] wire(String method, String path, Map<String, String> headers, @Nullable String json) {
        var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: bench.example\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        var body = json == null ? "" : json;
        if (json != null) {
            head.append("Content-Type: application/json\r\n");
        }
        if (json != null || method.equals("POST")) {
            head.append("Content-Length: ").append(body.getBytes(UTF_8).length).append("\r\n");
        }
        return head.append("\r\n").append(body).toString().getBytes(UTF_8);
    }
}
