package dev.tigrit.sessions.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Stands between a client and a server, and holds or swallows what passes: real bytes, real races. */
public final class GateProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable Gate> gate = new AtomicReference<>();
    private final AtomicReference<CountDownLatch> cut = new AtomicReference<>(new CountDownLatch(0));

    /** Holds the first bytes to the server that contain a text, and all behind them on their connection. */
    public static final class Gate {

        private final String text;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private Gate(String text) {
            this.text = text;
        }

        /** Returns when something is held. */
        public void awaitHeld() throws InterruptedException {
            if (!reached.await(5, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nothing came to the gate");
            }
        }

        public void release() {
            released.countDown();
        }
    }

    public GateProxy(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        daemon(this::accept);
    }

    public String url() {
        return "redis://127.0.0.1:" + listener.getLocalPort();
    }

    public Gate holdNext(String text) {
        var next = new Gate(text);
        gate.set(next);
        return next;
    }

    /** From now on nothing arrives in either direction, and nobody is told, as when packets are dropped. */
    public void cut() {
        cut.set(new CountDownLatch(1));
    }

    /** What was sent meanwhile arrives, as retransmissions do. */
    public void mend() {
        cut.getAndSet(new CountDownLatch(0)).countDown();
    }

    public void closeConnections() {
        sockets.forEach(GateProxy::close);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closeConnections();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                var server = new Socket(InetAddress.getLoopbackAddress(), target);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                sockets.add(client);
                sockets.add(server);
                daemon(() -> pump(client, server, true));
                daemon(() -> pump(server, client, false));
            } catch (IOException _) {
                // The listener was closed, or the server is down: the client is told by its connection.
            }
        }
    }

    private void pump(Socket from, Socket to, boolean requests) {
        var buffer = new byte[65_536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (requests) {
                    passGate(new String(buffer, 0, read, ISO_8859_1));
                }
                cut.get().await();
                out.write(buffer, 0, read);
                out.flush();
            }
        } catch (IOException | InterruptedException _) {
            // Either side is gone, and so is the other one then.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void passGate(String bytes) throws InterruptedException {
        var closed = gate.get();
        if (closed != null && bytes.contains(closed.text) && gate.compareAndSet(closed, null)) {
            closed.reached.countDown();
            closed.released.await();
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void daemon(Runnable task) {
        Thread.ofVirtual().start(task);
    }
}
