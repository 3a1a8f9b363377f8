package dev.tigrit.operator.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Bytes between the operator and the API server, with the faults of real networks. */
public final class Proxy implements AutoCloseable {

    private final ServerSocket listening;
    private final URI target;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private volatile boolean refusing;

    private static final class Connection {
        private final Socket near;
        private final Socket far;
        private volatile boolean silent;

        Connection(Socket near, Socket far) {
            this.near = near;
            this.far = far;
        }

        void cut() {
            try {
                near.close();
                far.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Proxy(ServerSocket listening, URI target) {
        this.listening = listening;
        this.target = target;
    }

    public static Proxy to(URI target) throws IOException {
        var proxy = new Proxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Breaks every connection that is open. */
    public void cut() {
        connections.forEach(Connection::cut);
        connections.clear();
    }

    /** Whether new connections are closed at once. */
    public void refuse(boolean refuse) {
        refusing = refuse;
    }

    /** Connections that are open stay so, and nothing comes through them any more; new ones work. */
    public void silence() {
        connections.forEach(connection -> connection.silent = true);
    }

    private void accept() {
        try {
            while (true) {
                var near = listening.accept();
                if (refusing) {
                    near.close();
                    continue;
                }
                var connection = new Connection(near, new Socket(target.getHost(), target.getPort()));
                connections.add(connection);
                Thread.ofVirtual().start(() -> pump(connection, connection.near, connection.far));
                Thread.ofVirtual().start(() -> pump(connection, connection.far, connection.near));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void pump(Connection connection, Socket from, Socket to) {
        var buffer = new byte[16 * 1024];
        try {
            for (var read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                if (!connection.silent) {
                    to.getOutputStream().write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // cut
        }
        if (!connection.silent) {
            connections.remove(connection);
            connection.cut();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        cut();
    }
}
