package dev.tigrit.sessions.store;

import dev.tigrit.sessions.Refusal;
import dev.tigrit.sessions.StoreUnavailableException;
import dev.tigrit.sessions.store.redis.RedisConnection;
import dev.tigrit.sessions.token.SessionId;
import dev.tigrit.starter.key.Sensitive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The sessions in the store. One hash per user, {@code u:{tag}:<ref>}; one field per session: {@code s} and the 16 bytes of
 * its own. Every method is one round trip and fails with {@link StoreUnavailableException} when nothing is known.
 */
public final class SessionStore {

    private static final char SESSION_FIELD = 's';
    private static final int OK = 1;
    private static final int NONE = 0;
    private static final int OTHER_TOKEN = 2;
    private static final int EXPIRED = 3;

    private final RedisConnection redis;
    private final Script create = Script.load("create");
    private final Script extend = Script.load("extend");
    private final Script invalidate = Script.load("invalidate");

    SessionStore(RedisConnection redis) {
        this.redis = redis;
    }

    /** What an extension came to. */
    public sealed interface Extension {

        /** The deadlines now; within the throttle window they are those of before. */
        record Extended(SessionRecord.Times times) implements Extension {}

        record Refused(Refusal reason) implements Extension {}
    }

    /** @return the record, or nothing; its deadlines are for the reader to judge */
    public Mono<SessionRecord> find(SessionId session) {
        return redis.call(c -> c.hget(key(session), field(session))).map(SessionRecord::unpack);
    }

    /** @return the times that the store has set */
    public Mono<SessionRecord.Times> create(
            SessionId session, Sensitive secretHash, Duration ttl, Duration idleTtl, SessionRecord.Details details) {
        return create.run(
                        redis,
                        key(session),
                        field(session),
                        Script.number(ttl.toMillis()),
                        Script.number(idleTtl.toMillis()),
                        secretHash.copy(),
                        details.pack())
                .map(answer -> {
                    if (status(answer) != OK) {
                        throw new StoreUnavailableException("session id is taken");
                    }
                    return times(answer);
                });
    }

    public Mono<Extension> extend(SessionId session, Sensitive secretHash, Duration throttle) {
        return extend.run(redis, key(session), field(session), secretHash.copy(), Script.number(throttle.toMillis()))
                .map(answer -> switch (status(answer)) {
                    case OK -> new Extension.Extended(times(answer));
                    case NONE -> new Extension.Refused(Refusal.ENDED);
                    case OTHER_TOKEN -> new Extension.Refused(Refusal.SUPERSEDED);
                    case EXPIRED -> new Extension.Refused(Refusal.IDLE);
                    default -> throw new StoreUnavailableException("record of an unknown version");
                });
    }

    /** @return whether there was something to end; the token is dead in either case */
    public Mono<Boolean> invalidate(SessionId session, Sensitive secretHash) {
        return invalidate
                .run(redis, key(session), field(session), secretHash.copy())
                .map(answer -> switch (status(answer)) {
                    case OK -> true;
                    case NONE, OTHER_TOKEN -> false;
                    default -> throw new StoreUnavailableException("record of an unknown version");
                });
    }

    /** Completes when the store answers. */
    public Mono<Void> ping() {
        return redis.call(c -> c.ping()).then();
    }

    private static byte[] key(SessionId session) {
        var ref = session.userRef();
        // 12 bits: 4096 hash tags spread users over the nodes of a cluster, and one user's key never leaves its slot.
        var tag = HexFormat.of().formatHex(ref, 0, 2).substring(0, 3);
        return ("u:{" + tag + "}:" + Base64.getUrlEncoder().withoutPadding().encodeToString(ref))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] field(SessionId session) {
        var ref = session.sessionRef();
        return ByteBuffer.allocate(1 + ref.length)
                .put((byte) SESSION_FIELD)
                .put(ref)
                .array();
    }

    private static int status(List<Long> answer) {
        return answer.getFirst().intValue();
    }

    private static SessionRecord.Times times(List<Long> answer) {
        return new SessionRecord.Times(
                Instant.ofEpochMilli(answer.get(1)),
                Instant.ofEpochMilli(answer.get(2)),
                Instant.ofEpochMilli(answer.get(3)),
                Duration.ofMillis(answer.get(4)),
                Instant.ofEpochMilli(answer.get(5)));
    }
}
