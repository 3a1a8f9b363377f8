package dev.tigrit.local.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Who listens where. The management port of a service is its main port + {@value #MANAGEMENT}.
 *
 * @param auth main port of Auth
 * @param sessions main port of Sessions
 * @param secrets main port of Secrets
 * @param game main port of the Game backend
 * @param bot main port of the Tigrit bot
 * @param api main port of the Tigrit API
 * @param redis the embedded Redis
 * @param postgres the embedded PostgreSQL
 * @param notices one sentence for each port that was taken
 */
public record Ports(
        int auth,
        int sessions,
        int secrets,
        int game,
        int bot,
        int api,
        int redis,
        int postgres,
        List<String> notices) {

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
        var notices = new ArrayList<String>();
        return new Ports(
                pick("Auth", base + 1, true, notices),
                pick("Sessions", base + 2, true, notices),
                pick("Secrets", base + 3, true, notices),
                pick("The Game backend", base + 4, true, notices),
                pick("The Tigrit bot", base + 5, true, notices),
                pick("The Tigrit API", base + 6, true, notices),
                pick("Redis", base + REDIS, false, notices),
                pick("PostgreSQL", base + POSTGRES, false, notices),
                List.copyOf(notices));
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
