package dev.tigrit.starter.direct;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests are answered on the connection: those that nobody could read in two ways. What HTTP allows beside them is rare, and is
 * left to the framework that knows all of it.
 */
final class PlainRequest {

    /** That Spring has a name for in its metrics, without HEAD, whose answer has no body. */
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final int MAX_DIGITS = 9;

    private PlainRequest() {}

    static boolean matches(HttpRequest request, DirectCall call) {
        var headers = request.headers();
        var method = request.method().name();
        return request.decoderResult().isSuccess()
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && (call.method() == null
                        ? METHODS.contains(method)
                        : call.method().equals(method))
                && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && !headers.contains(HttpHeaderNames.EXPECT)
                && !headers.contains(HttpHeaderNames.UPGRADE)
                && isKeptAlive(headers.get(HttpHeaderNames.CONNECTION))
                && isWithin(headers.get(HttpHeaderNames.CONTENT_LENGTH), call.maxBody())
                && isHost(headers.get(HttpHeaderNames.HOST));
    }

    /** Letters, digits, {@code _} and {@code -} up to the end, at least one. */
    static boolean isSegment(String target, int from) {
        for (var i = from; i < target.length(); i++) {
            var c = target.charAt(i);
            if (!isLetterOrDigit(c) && c != '_' && c != '-') {
                return false;
            }
        }
        return from < target.length();
    }

    private static boolean isKeptAlive(@Nullable String connection) {
        return connection == null || HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(connection);
    }

    private static boolean isWithin(@Nullable String length, int limit) {
        if (length == null) {
            return true;
        }
        var value = 0;
        for (var i = 0; i < length.length(); i++) {
            var c = length.charAt(i);
            if (c < '0' || c > '9' || i >= MAX_DIGITS) {
                return false;
            }
            value = 10 * value + c - '0';
        }
        return !length.isEmpty() && value <= limit;
    }

    /** A name or an IPv4 address, and a port. */
    private static boolean isHost(@Nullable String host) {
        if (host == null || host.isEmpty()) {
            return false;
        }
        var colon = host.indexOf(':');
        var end = colon < 0 ? host.length() : colon;
        for (var i = 0; i < end; i++) {
            var c = host.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '-') {
                return false;
            }
        }
        return end > 0 && (colon < 0 || isWithin(host.substring(colon + 1), 65_535));
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
