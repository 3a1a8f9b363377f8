package dev.tigrit.sessions.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tigrit.starter.key.Sensitive;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the store keeps of a session. The layout, which the scripts know too, is in the service's README under "Formats". */
public record SessionRecord(Times times, TokenHashes hashes, Details details) {

    private static final byte VERSION = 1;
    private static final int HASH = 32;
    private static final int DETAILS = 153;

    /**
     * The moments of a session, all by the store's clock; only scripts move them.
     *
     * @param absoluteDeadline never moves
     * @param idleDeadline never past the absolute one
     * @param idleTtl how long an extension lasts
     * @param lastExtended when the idle deadline was moved last; at first the creation
     */
    public record Times(
            Instant created, Instant absoluteDeadline, Instant idleDeadline, Duration idleTtl, Instant lastExtended) {

        /** When an extension has an effect again: after the throttle, or after half of the idle time if that is shorter. */
        public Instant extendAfter(Duration throttle) {
            if (!idleDeadline.isBefore(absoluteDeadline)) {
                return absoluteDeadline;
            }
            var half = idleTtl.dividedBy(2);
            return lastExtended.plus(throttle.compareTo(half) < 0 ? throttle : half);
        }

        public boolean isAheadOf(Instant now) {
            return !now.isAfter(idleDeadline) && !now.isAfter(absoluteDeadline);
        }
    }

    /**
     * SHA-256 of the random part of the newest token, and of the one before a rotation until the overlap ends; zeros and 1970
     * without one.
     */
    public record TokenHashes(Sensitive current, Sensitive previous, Instant previousDeadline) {

        /** Whether a token with that hash is the session's now. An overlap ends on time: there is no tolerance for clocks. */
        public boolean accept(Sensitive hash, Instant now) {
            return current.equals(hash) || (now.isBefore(previousDeadline) && previous.equals(hash));
        }
    }

    /** What the creator said about the session; attributes are a JSON object as text, or null without any. */
    public record Details(
            String userId,
            @Nullable String device,
            @Nullable String ip,
            @Nullable String attributes) {

        /** The record's bytes from offset 153 on. */
        public byte[] pack() {
            var packed = new ByteArrayOutputStream();
            for (var text : Arrays.asList(userId, device, ip, attributes)) {
                var bytes = text == null ? new byte[0] : text.getBytes(UTF_8);
                packed.write(bytes.length >>> 8);
                packed.write(bytes.length);
                packed.writeBytes(bytes);
            }
            return packed.toByteArray();
        }
    }

    /** @throws StoreUnavailableException when the bytes are not a record that this release reads */
    public static SessionRecord unpack(byte[] packed) {
        if (packed.length == 0 || packed[0] != VERSION) {
            throw new StoreUnavailableException("record of an unknown version");
        }
        try {
            var buffer = ByteBuffer.wrap(packed).position(1);
            var times = new Times(
                    moment(buffer),
                    moment(buffer),
                    moment(buffer),
                    Duration.ofMillis(buffer.getLong()),
                    moment(buffer));
            var hashes = new TokenHashes(hash(buffer), hash(buffer), moment(buffer));
            buffer.position(DETAILS);
            var userId = text(buffer);
            return new SessionRecord(
                    times,
                    hashes,
                    new Details(userId, optional(text(buffer)), optional(text(buffer)), optional(text(buffer))));
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            throw new StoreUnavailableException("record cut short");
        }
    }

    private static Instant moment(ByteBuffer buffer) {
        return Instant.ofEpochMilli(buffer.getLong());
    }

    private static Sensitive hash(ByteBuffer buffer) {
        var hash = new byte[HASH];
        buffer.get(hash);
        return Sensitive.of(hash);
    }

    private static String text(ByteBuffer buffer) {
        var bytes = new byte[Short.toUnsignedInt(buffer.getShort())];
        buffer.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static @Nullable String optional(String text) {
        return text.isEmpty() ? null : text;
    }
}
