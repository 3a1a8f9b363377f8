package dev.tigrit.sessions.store;

import dev.tigrit.sessions.session.SessionId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells the feed when a genuine token that a rotation has superseded is refused. Whoever replays one must not fill the feed: at most
 * {@value #PER_SESSION} times a minute for each session and {@value #IN_ALL} times a minute in all, counted in this process.
 */
public final class SupersededTokens {

    private static final int PER_SESSION = 5;
    private static final int IN_ALL = 300;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Clock clock;
    private final Consumer<byte[]> channel;
    private final Map<SessionId, Integer> told = new HashMap<>();
    private Instant windowStart = Instant.EPOCH;
    private int inAll;

    /** @param channel publishes and does not wait */
    public SupersededTokens(Clock clock, Consumer<byte[]> channel) {
        this.clock = clock;
        this.channel = channel;
    }

    /** A token of that session was refused for its successor. */
    public void refused(SessionId session) {
        var now = clock.instant();
        if (mayTell(session, now)) {
            channel.accept(Revocation.superseded(session, now).pack());
        }
    }

    private synchronized boolean mayTell(SessionId session, Instant now) {
        if (!now.isBefore(windowStart.plus(WINDOW))) {
            windowStart = now;
            inAll = 0;
            told.clear();
        }
        if (inAll >= IN_ALL || told.getOrDefault(session, 0) >= PER_SESSION) {
            return false;
        }
        inAll++;
        told.merge(session, 1, Integer::sum);
        return true;
    }
}
