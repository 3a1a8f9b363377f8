package dev.tigrit.local.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who listens where. The management port of a service is its main port + {@value #MANAGEMENT}.
 *
 * @param byName of services, callers and stores
 * @param notices one sentence for each port that was taken
 */
public record Ports(Map<String, Integer> byName, List<String> notices) {

    /** Auth is at base + 1, Sessions at base + 2, Secrets at base + 3, the callers at base + 4 to base + 6. */
    public static final int DEFAULT_BASE = 8080;

    static final int MANAGEMENT = 1000;

    /** 6380 by default, beside a developer's own Redis at 6379. */
    private static final int REDIS = -1700;

    /** 5434 by default, beside a developer's own PostgreSQL at 5432. */
    private static final int POSTGRES = -2646;

    /** Keeps the last digit, by which one recognizes the service. */
    private static final int STEP = 10;

    private static final int ATTEMPTS = 50;

    /** The usual ports, or for each one that is taken the next free one. */
    public static Ports pick(int base) throws IOException {
        var ports = new HashMap<String, Integer>();
        var notices = new ArrayList<String>();
        for (var service : Service.NAMES) {
            ports.put(service, pick(service, base + 1 + Service.NAMES.indexOf(service), true, notices));
        }
        ports.put(RedisServer.NAME, pick(RedisServer.NAME, base + REDIS, false, notices));
        ports.put(PostgresServer.NAME, pick(PostgresServer.NAME, base + POSTGRES, false, notices));
        return new Ports(Map.copyOf(ports), List.copyOf(notices));
    }

    public int of(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    private static int pick(String name, int preferred, boolean managed, List<String> notices) throws IOException {
        for (var port = preferred; port < preferred + ATTEMPTS * STEP; port += STEP) {
            if (isFree(port) && (!managed || isFree(port + MANAGEMENT))) {
                if (port != preferred) {
                    notices.add(taken(preferred, managed) + ": " + name + " listens on " + port + " instead");
                }
                return port;
            }
        }
        throw new IOException("no free port for " + name + " from " + preferred + " on");
    }

    private static String taken(int port, boolean managed) {
        return managed ? "port " + port + " or " + (port + MANAGEMENT) + " is taken" : "port " + port + " is taken";
    }

    private static boolean isFree(int port) {
        // Both: a listener on one address alone does not everywhere keep others from the wildcard.
        return canBind(new InetSocketAddress(port))
                && canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static boolean canBind(InetSocketAddress address) {
        try (var socket = new ServerSocket()) {
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
