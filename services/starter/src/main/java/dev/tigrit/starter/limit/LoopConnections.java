package dev.tigrit.starter.limit;

import io.netty.channel.EventLoop;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop, which alone touches them. One task looks at all of them once a second, instead of timers for
 * each request.
 */
final class LoopConnections {

    private final EventLoop loop;
    private final Set<GuardedConnection> connections = new LinkedHashSet<>();
    private final long maxHeld;
    private final Runnable shed;
    private volatile long held;
    private @Nullable Future<?> looking;

    /**
     * @param maxHeld bytes of memory that requests may take while they arrive
     * @param shed told of each that is closed for that
     */
    LoopConnections(EventLoop loop, long maxHeld, Runnable shed) {
        this.loop = loop;
        this.maxHeld = maxHeld;
        this.shed = shed;
    }

    /** Closes the requests that have been arriving for the longest when all of them take too much. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // by the loop alone
    void hold(long bytes) {
        held += bytes;
        while (held > maxHeld) {
            var first = first(GuardedConnection::isHolding, GuardedConnection::hasArrivedForLongerThan);
            if (first == null) {
                return;
            }
            shed.run();
            first.end();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // by the loop alone
    void letGo(long bytes) {
        held -= bytes;
    }

    long held() {
        return held;
    }

    void add(GuardedConnection connection) {
        connections.add(connection);
        if (looking == null) {
            looking = loop.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
        }
    }

    void remove(GuardedConnection connection) {
        connections.remove(connection);
        var task = looking;
        if (connections.isEmpty() && task != null) {
            task.cancel(false);
            looking = null;
        }
    }

    /** Closes the one that has kept us waiting for the longest; @return false when each of them is being answered. */
    boolean makeRoom() {
        var first = first(GuardedConnection::isWaiting, GuardedConnection::goesBefore);
        if (first == null) {
            return false;
        }
        first.end();
        return true;
    }

    private @Nullable GuardedConnection first(
            Predicate<GuardedConnection> which, BiPredicate<GuardedConnection, GuardedConnection> goesBefore) {
        GuardedConnection first = null;
        for (var connection : connections) {
            if (which.test(connection) && (first == null || goesBefore.test(connection, first))) {
                first = connection;
            }
        }
        return first;
    }

    private void look() {
        // Those that end take themselves out.
        for (var connection : connections.toArray(GuardedConnection[]::new)) {
            connection.look();
        }
    }
}
