package dev.tigrit.local.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Answers for names below {@code .test}, late or not at all when told so. Names are valid for one second (RFC 1035). */
final class NameServer implements AutoCloseable {

    private static final int HEADER = 12;
    private static final int TYPE_A = 1;

    /** Longer than anybody waits. */
    static final Duration NEVER = Duration.ofHours(1);

    private final DatagramSocket socket;
    private final Set<String> reachedApart;
    private volatile Duration delay = Duration.ZERO;

    /**
     * At 127.0.0.1:53.
     *
     * @param reachedApart names at 127.0.0.2, an address that only the parts use: packets to it are theirs and not the load's
     */
    NameServer(Set<String> reachedApart) throws IOException {
        this.reachedApart = reachedApart;
        this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 53));
        Thread.ofVirtual().name("name-server").start(this::serve);
    }

    void delay(Duration time) {
        delay = time;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        while (!socket.isClosed()) {
            var question = new DatagramPacket(new byte[512], 512);
            try {
                socket.receive(question);
            } catch (IOException closed) {
                return;
            }
            var wait = delay;
            Thread.startVirtualThread(() -> answer(question, wait));
        }
    }

    private void answer(DatagramPacket question, Duration wait) {
        LockSupport.parkNanos(wait.toNanos());
        if (wait.equals(NEVER)) {
            return;
        }
        var asked = ByteBuffer.wrap(question.getData(), 0, question.getLength());
        var name = new StringBuilder();
        asked.position(HEADER);
        for (var length = asked.get(); length > 0; length = asked.get()) {
            var label = new byte[length];
            asked.get(label);
            name.append(new String(label, StandardCharsets.US_ASCII)).append('.');
        }
        var known = name.toString().endsWith(".test.") && asked.getShort() == TYPE_A;
        var endOfQuestion = name.length() + HEADER + 1 + 2 * Short.BYTES;
        var answer = ByteBuffer.allocate(512).put(question.getData(), 0, endOfQuestion);
        // An answer that is authoritative and recursive, one question, at most one record.
        answer.putShort(2, (short) 0x8580)
                .putShort(4, (short) 1)
                .putShort(6, (short) (known ? 1 : 0))
                .putInt(8, 0);
        if (known) {
            var last = reachedApart.contains(name.substring(0, name.length() - ".test.".length())) ? 2 : 1;
            answer.putShort((short) 0xC00C)
                    .putShort((short) TYPE_A)
                    .putShort((short) 1)
                    .putInt(1);
            answer.putShort((short) 4)
                    .put((byte) 127)
                    .put((byte) 0)
                    .put((byte) 0)
                    .put((byte) last);
        }
        try {
            socket.send(new DatagramPacket(answer.array(), answer.position(), question.getSocketAddress()));
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
