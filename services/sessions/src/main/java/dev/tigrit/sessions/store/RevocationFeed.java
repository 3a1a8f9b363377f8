package dev.tigrit.sessions.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.store.redis.RedisConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import reactor.core.publisher.Flux;

/**
 * What scripts publish about sessions that have ended, and reports of superseded tokens. It is a hint: what the connection misses is
 * lost, and followers are told so. Whoever repeats a superseded token must not fill the feed: it is reported at most
 * {@value #PER_SESSION} times a minute for each session and {@value #IN_ALL} times a minute in all, counted in this process.
 */
public final class RevocationFeed {

    /** Where scripts publish {@link Revocation}s. */
    static final byte[] CHANNEL = "tigrit:sessions:revoked".getBytes(US_ASCII);

    private static final int PER_SESSION = 5;
    private static final int IN_ALL = 300;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final RedisConnection redis;
    private final Clock clock;
    private final Map<SessionId, Integer> reported = new HashMap<>();
    private Instant windowStart = Instant.EPOCH;
    private int inAll;

    /** @param redis that follows {@link #CHANNEL} */
    RevocationFeed(RedisConnection redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    public sealed interface News {

        record Revoked(Revocation revocation) implements News {}

        /** Revocations may have been missed, or this is the beginning. */
        record Resync() implements News {}
    }

    /** From now on; begins with a resync. */
    public Flux<News> follow() {
        return redis.follow().map(signal -> switch (signal) {
            case RedisConnection.Signal.Gap() -> new News.Resync();
            case RedisConnection.Signal.Message(var payload) -> {
                var revocation = Revocation.parse(payload.duplicate());
                // Of another release in a format that this one does not read: something was missed.
                yield revocation == null ? new News.Resync() : new News.Revoked(revocation);
            }
        });
    }

    /** A genuine token of that session was refused because a rotation has superseded it. Publishes and does not wait. */
    public void reportSuperseded(SessionId session) {
        var now = clock.instant();
        if (mayReport(session, now)) {
            redis.tell(CHANNEL, Revocation.superseded(session, now).pack());
        }
    }

    private synchronized boolean mayReport(SessionId session, Instant now) {
        if (!now.isBefore(windowStart.plus(WINDOW))) {
            windowStart = now;
            inAll = 0;
            reported.clear();
        }
        if (inAll >= IN_ALL || reported.getOrDefault(session, 0) >= PER_SESSION) {
            return false;
        }
        inAll++;
        reported.merge(session, 1, Integer::sum);
        return true;
    }
}
