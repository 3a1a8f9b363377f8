package dev.tigrit.local.abuse;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Many connections to one port, each with the same bytes on it, all held open; one thread serves them, so that thousands are
 * cheap. What comes back is read unless the flood is one that does not.
 */
public final class Flood implements AutoCloseable {

    /** Connections under way at the same moment: more would only fill the listen queue, and wait a second for the next try. */
    private static final int CONNECTING = 200;

    private final InetSocketAddress target;
    private final int connections;
    private final byte[] bytes;
    private final int chunk;
    private final long pauseNanos;
    private final boolean reading;
    private final Selector selector;
    private final Thread thread;
    private final Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final List<Connection> open = new ArrayList<>();
    private volatile boolean ended;
    private int connecting;

    private Flood(int port, int connections, byte[] bytes, int chunk, Duration pause, boolean reading) {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.connections = connections;
        this.bytes = bytes;
        this.chunk = chunk;
        this.pauseNanos = pause.toNanos();
        this.reading = reading;
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.thread = Thread.ofPlatform().daemon().name("flood").start(this::run);
    }

    /** Each connection sends all of it at once and stays. */
    public static Flood of(int port, int connections, String bytes) {
        return new Flood(port, connections, latin1(bytes), Integer.MAX_VALUE, Duration.ZERO, true);
    }

    /** Each connection sends one byte, waits, and sends the next. */
    public static Flood dripping(int port, int connections, String bytes, Duration pause) {
        return new Flood(port, connections, latin1(bytes), 1, pause, true);
    }

    /** Each connection sends all of it, takes no answer, and stays. */
    public static Flood deaf(int port, int connections, String bytes) {
        return new Flood(port, connections, latin1(bytes), Integer.MAX_VALUE, Duration.ZERO, false);
    }

    /** Waits until each connection has sent everything, or was closed by the server before. */
    public Flood awaitSent(Duration patience) {
        await().atMost(patience).pollInterval(Duration.ofMillis(20)).until(() -> sent.get() >= connections);
        return this;
    }

    /** Waits until the server has closed each of them. */
    public Flood awaitClosed(Duration patience) {
        await().atMost(patience).pollInterval(Duration.ofMillis(20)).until(() -> closed.get() >= connections);
        return this;
    }

    /** Waits until each of them has an answer. */
    public Flood awaitAnswered(Duration patience) {
        await().atMost(patience)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        answers.values().stream().mapToInt(AtomicInteger::get).sum() >= connections);
        return this;
    }

    /** Connections that the server accepted. */
    public int opened() {
        return opened.get();
    }

    /** Of these, how many it has closed, or reset. */
    public int closed() {
        return closed.get();
    }

    /** First answers by their status. */
    public Map<Integer, Integer> answers() {
        var counts = new TreeMap<Integer, Integer>();
        answers.forEach((status, count) -> counts.put(status, count.get()));
        return counts;
    }

    @Override
    public String toString() {
        return "%d opened, %d sent, %d closed by the server, answers %s"
                .formatted(opened(), sent.get(), closed(), answers());
    }

    @Override
    public void close() throws IOException {
        ended = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (var connection : open) {
            connection.channel.close();
        }
        selector.close();
    }

    private void run() {
        try {
            var buffer = ByteBuffer.allocateDirect(64 * 1024);
            while (!ended) {
                while (open.size() < connections && connecting < CONNECTING) {
                    connect();
                }
                selector.select(key -> serve(key, buffer), 20);
                if (pauseNanos > 0) {
                    drip();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect() throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        var connection = new Connection(channel, ByteBuffer.wrap(bytes));
        open.add(connection);
        connecting++;
        channel.connect(target);
        channel.register(selector, SelectionKey.OP_CONNECT, connection);
    }

    private void serve(SelectionKey key, ByteBuffer buffer) {
        var connection = (Connection) key.attachment();
        try {
            if (key.isConnectable() && connection.channel.finishConnect()) {
                connecting--;
                opened.incrementAndGet();
                connection.connected = true;
                if (!connection.left.hasRemaining()) {
                    sent.incrementAndGet();
                }
                key.interestOps((reading ? SelectionKey.OP_READ : 0)
                        | (pauseNanos == 0 && connection.left.hasRemaining() ? SelectionKey.OP_WRITE : 0));
            } else if (key.isWritable()) {
                send(connection);
                if (!connection.left.hasRemaining()) {
                    key.interestOps(reading ? SelectionKey.OP_READ : 0);
                }
            } else if (key.isReadable()) {
                read(connection, buffer.clear());
            }
        } catch (IOException e) {
            end(connection);
        }
    }

    private void drip() {
        var now = System.nanoTime();
        for (var connection : open) {
            if (connection.connected && !connection.ended && now - connection.lastSent > pauseNanos) {
                try {
                    send(connection);
                } catch (IOException e) {
                    end(connection);
                }
            }
        }
    }

    private void send(Connection connection) throws IOException {
        if (!connection.left.hasRemaining()) {
            return;
        }
        var part = connection.left.slice(connection.left.position(), Math.min(chunk, connection.left.remaining()));
        var written = connection.channel.write(part);
        connection.left.position(connection.left.position() + written);
        connection.lastSent = System.nanoTime();
        if (!connection.left.hasRemaining()) {
            sent.incrementAndGet();
        }
    }

    private void read(Connection connection, ByteBuffer buffer) throws IOException {
        var count = connection.channel.read(buffer);
        if (count < 0) {
            end(connection);
        } else if (!connection.answered && count >= 12) {
            connection.answered = true;
            var line = StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
            if (line.startsWith("HTTP/1.1 ")) {
                answers.computeIfAbsent(Integer.parseInt(line.substring(9, 12)), _ -> new AtomicInteger())
                        .incrementAndGet();
            }
        }
    }

    private void end(Connection connection) {
        if (connection.ended) {
            return;
        }
        connection.ended = true;
        closed.incrementAndGet();
        if (!connection.connected) {
            connecting--;
        }
        if (connection.left.hasRemaining()) {
            sent.incrementAndGet();
        }
        try {
            connection.channel.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
        }
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer left;
        private boolean connected;
        private boolean answered;
        private boolean ended;
        private long lastSent;

        Connection(SocketChannel channel, ByteBuffer left) {
            this.channel = channel;
            this.left = left;
        }
    }
}
