package dev.tigrit.starter.http;

import java.util.Arrays;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * A body as it arrives. Each buffer is copied and released at once: kept until the end, a body in chunks of one byte takes hundreds of
 * times its size.
 */
final class ReceivedBytes {

    private final int limit;
    private byte[] held = {};
    private int length;

    ReceivedBytes(int limit) {
        this.limit = limit;
    }

    void add(DataBuffer buffer) {
        try {
            var count = buffer.readableByteCount();
            if (count > limit - length) {
                throw new DataBufferLimitException("more than " + limit + " bytes");
            }
            if (length + count > held.length) {
                held = Arrays.copyOf(held, Math.max(length + count, Math.min(limit, 2 * length)));
            }
            buffer.read(held, length, count);
            length += count;
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    byte[] toArray() {
        return length == held.length ? held : Arrays.copyOf(held, length);
    }
}
