package dev.tigrit.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/** One HTTP/1.1 answer, read with as little work as possible: the generator has to be faster than what it measures. */
record Answer(int status, ByteBuf body) {

    private static final AsciiString LENGTH = AsciiString.cached("content-length:");
    private static final AsciiString CHUNKED = AsciiString.cached("transfer-encoding:");
    private static final int STATUS = 9;

    /** @return null while it is not complete; then nothing is consumed */
    static @Nullable Answer read(ByteBuf in) {
        var start = in.readerIndex();
        var length = 0;
        var chunked = false;
        for (var line = start; ; ) {
            var end = in.indexOf(line, in.writerIndex(), (byte) '\n');
            if (end < 0) {
                return null;
            }
            if (end - line == 1) {
                return chunked ? chunks(in, start, end + 1) : whole(in, start, end + 1, length);
            }
            if (starts(in, line, end, LENGTH)) {
                length = number(in, line + LENGTH.length(), end);
            } else if (starts(in, line, end, CHUNKED)) {
                chunked = true;
            }
            line = end + 1;
        }
    }

    String text() {
        return body.toString(UTF_8);
    }

    private static @Nullable Answer whole(ByteBuf in, int start, int body, int length) {
        if (in.writerIndex() - body < length) {
            return null;
        }
        in.readerIndex(body + length);
        return new Answer(status(in, start), in.slice(body, length));
    }

    private static @Nullable Answer chunks(ByteBuf in, int start, int first) {
        var joined = in.alloc().heapBuffer();
        for (var at = first; ; ) {
            var end = in.indexOf(at, in.writerIndex(), (byte) '\n');
            if (end < 0) {
                return null;
            }
            var size = Integer.parseInt(in.toString(at, end - at - 1, UTF_8), 16);
            var next = end + 1 + size + 2;
            if (in.writerIndex() < next) {
                return null;
            }
            if (size == 0) {
                in.readerIndex(next);
                return new Answer(status(in, start), joined);
            }
            joined.writeBytes(in, end + 1, size);
            at = next;
        }
    }

    private static int status(ByteBuf in, int start) {
        return number(in, start + STATUS, start + STATUS + 3);
    }

    private static boolean starts(ByteBuf in, int from, int end, AsciiString name) {
        if (end - from <= name.length()) {
            return false;
        }
        for (var i = 0; i < name.length(); i++) {
            // Lower case; '-' and ':' have this bit anyway.
            if ((in.getByte(from + i) | 0x20) != name.byteAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The digits between the two positions. */
    private static int number(ByteBuf in, int from, int end) {
        var number = 0;
        for (var i = from; i < end; i++) {
            var digit = in.getByte(i) - '0';
            if (digit >= 0 && digit <= 9) {
                number = number * 10 + digit;
            }
        }
        return number;
    }
}
