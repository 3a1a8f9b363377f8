package dev.tigrit.sessions.store;

import dev.tigrit.sessions.session.IdempotencyKey.Replay;
import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.sessions.session.StoreUnavailableException;
import dev.tigrit.sessions.store.redis.RedisConnection;
import dev.tigrit.starter.key.Sensitive;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The sessions in the store. One hash per user, {@code u:{tag}:<ref>}; one field per session: {@code s} and the 16 bytes of
 * its own. Every method is one round trip and fails with {@link StoreUnavailableException} when nothing is known.
 */
public final class SessionStore {

    /** Status of an invalidation by a superseded token. */
    private static final int SUPERSEDED = 5;

    private static final byte[] NOTHING = {};

    private final RedisConnection redis;
    private final Script create = Script.load("create");
    private final Script extend = Script.load("extend");
    private final Script rotate = Script.load("rotate");
    private final Script invalidate = Script.load("invalidate");
    private final Script end = Script.load("end");
    private final Script endAll = Script.load("end-all");

    SessionStore(RedisConnection redis) {
        this.redis = redis;
    }

    /** @return the record, or null; its deadlines are for the reader to judge */
    public CompletableFuture<@Nullable SessionRecord> find(SessionId session) {
        return redis.ask("find", c -> c.hget(SessionKey.ofUser(session.userRef()), SessionKey.field(session)))
                .<@Nullable SessionRecord>thenApply(packed -> packed == null ? null : SessionRecord.unpack(packed));
    }

    /** @return every session that the store holds of that user; the deadlines are for the reader to judge */
    public Mono<Map<SessionId, SessionRecord>> findAll(byte[] userRef) {
        return redis.call("find-all", c -> c.hgetall(SessionKey.ofUser(userRef)))
                .map(fields -> {
                    var sessions = new LinkedHashMap<SessionId, SessionRecord>();
                    fields.forEach((field, value) -> {
                        if (SessionKey.isSession(field)) {
                            sessions.put(SessionKey.session(userRef, field), SessionRecord.unpack(value));
                        }
                    });
                    return sessions;
                });
    }

    /** @param replay makes the create repeatable; null when it is not to be */
    public Mono<Creation> create(
            SessionId session,
            Sensitive secretHash,
            Duration ttl,
            Duration idleTtl,
            SessionRecord.Details details,
            Creation.Limit limit,
            @Nullable Replay replay) {
        return create.run(
                        redis,
                        session.userRef(),
                        SessionKey.field(session),
                        millis(ttl),
                        millis(idleTtl),
                        secretHash.copy(),
                        details.pack(),
                        Script.number(limit.most()),
                        flag(limit.evictOldest()),
                        RevocationFeed.CHANNEL,
                        session.userRef(),
                        replay == null ? NOTHING : SessionKey.replayField(replay.name()),
                        replay == null ? NOTHING : replay.request().copy(),
                        replay == null ? NOTHING : replay.sealed().copy(),
                        replay == null ? NOTHING : millis(replay.life()))
                .map(reply -> creation(session, reply));
    }

    private static Creation creation(SessionId session, Script.Reply reply) {
        return switch (reply.status()) {
            case Script.Reply.OK -> new Creation.Created(reply.times(), reply.numberAfterTimes(0));
            case 5 -> new Creation.OtherRequest();
            case 6 -> new Creation.Ended();
            case 7 ->
                new Creation.Replayed(
                        SessionId.of(session.userRef(), reply.bytesAfterTimes(0)),
                        reply.times(),
                        Sensitive.of(reply.bytesAfterTimes(1)),
                        Sensitive.of(reply.bytesAfterTimes(2)));
            case 8 -> new Creation.LimitReached();
            case Script.Reply.NONE -> throw new StoreUnavailableException("session id is taken");
            default -> throw reply.unknown();
        };
    }

    public Mono<Extension> extend(SessionId session, Sensitive secretHash, Duration throttle) {
        return extend.run(redis, session.userRef(), SessionKey.field(session), secretHash.copy(), millis(throttle))
                .map(reply -> switch (reply.status()) {
                    case Script.Reply.OK -> new Extension.Extended(reply.times());
                    default -> new Extension.Refused(refusal(reply));
                });
    }

    public Mono<Rotation> rotate(SessionId session, Sensitive secretHash, Rotation.Successor successor) {
        return rotate.run(
                        redis,
                        session.userRef(),
                        SessionKey.field(session),
                        secretHash.copy(),
                        successor.hash().copy(),
                        successor.salt().copy(),
                        millis(successor.overlap()),
                        millis(successor.grace()),
                        RevocationFeed.CHANNEL,
                        session.userRef())
                .map(reply -> switch (reply.status()) {
                    case Script.Reply.OK -> new Rotation.Rotated(reply.times());
                    case 5 -> new Rotation.RotatedBefore(reply.times(), Sensitive.of(reply.bytesAfterTimes(0)));
                    case 6 -> new Rotation.Refused(Refusal.REUSED);
                    default -> new Rotation.Refused(refusal(reply));
                });
    }

    /** The session is over afterwards, also when the token is one that a rotation has superseded. */
    public Mono<Ended> invalidate(SessionId session, Sensitive secretHash) {
        return ended(
                invalidate.runReplicated(
                        redis,
                        session.userRef(),
                        SessionKey.field(session),
                        secretHash.copy(),
                        RevocationFeed.CHANNEL,
                        session.userRef()),
                reply -> switch (reply.status()) {
                    case Script.Reply.OK, SUPERSEDED -> 1L;
                    case Script.Reply.NONE -> 0L;
                    default -> throw reply.unknown();
                });
    }

    public Mono<Ended> end(SessionId session) {
        return ended(
                end.runReplicated(
                        redis, session.userRef(), SessionKey.field(session), RevocationFeed.CHANNEL, session.userRef()),
                reply -> (long) reply.status());
    }

    /** Ends all of a user's sessions but {@code except}; expired ones that were not yet dropped count as well. */
    public Mono<Ended> endAll(byte[] userRef, @Nullable SessionId except) {
        return ended(
                endAll.runReplicated(
                        redis,
                        userRef,
                        except == null ? NOTHING : SessionKey.field(except),
                        RevocationFeed.CHANNEL,
                        userRef),
                reply -> reply.number(1));
    }

    private Mono<Ended> ended(
            Mono<RedisConnection.Replicated<Script.Reply>> answer, Function<Script.Reply, Long> count) {
        return answer.map(replicated -> new Ended(
                count.apply(replicated.value()),
                replicated.value().status() == SUPERSEDED,
                redis.waitsForReplicas() ? OptionalLong.of(replicated.replicas()) : OptionalLong.empty()));
    }

    /** Completes when the store answers, of a Cluster every master. */
    public Mono<Void> ping() {
        return redis.ping();
    }

    private static Refusal refusal(Script.Reply reply) {
        return switch (reply.status()) {
            case Script.Reply.NONE -> Refusal.ENDED;
            case Script.Reply.OTHER_TOKEN -> Refusal.SUPERSEDED;
            case Script.Reply.EXPIRED -> Refusal.IDLE;
            default -> throw reply.unknown();
        };
    }

    private static byte[] millis(Duration duration) {
        return Script.number(duration.toMillis());
    }

    private static byte[] flag(boolean on) {
        return Script.number(on ? 1 : 0);
    }

    public sealed interface Creation {

        /** @param evicted how many of the user's oldest sessions had to go for it */
        record Created(SessionRecord.Times times, long evicted) implements Creation {}

        /** The same request was answered before with that secret; the hash is of the session's current one, another after a rotation. */
        record Replayed(SessionId session, SessionRecord.Times times, Sensitive sealed, Sensitive secretHash)
                implements Creation {}

        /** The replay's key came with another request. */
        record OtherRequest() implements Creation {}

        /** The same request was answered before, but its session is over. */
        record Ended() implements Creation {}

        /** The user has as many sessions as one may have, and none is to be evicted. */
        record LimitReached() implements Creation {}

        /** How many sessions a user may have, and whether the oldest makes room for a new one; else the new one is refused. */
        record Limit(int most, boolean evictOldest) {}
    }

    public sealed interface Extension {

        /** The deadlines now; within the throttle window they are those of before. */
        record Extended(SessionRecord.Times times) implements Extension {}

        record Refused(Refusal reason) implements Extension {}
    }

    public sealed interface Rotation {

        record Rotated(SessionRecord.Times times) implements Rotation {}

        /** The token was rotated before with that salt and its overlap lasts: the answer to a request that came twice. */
        record RotatedBefore(SessionRecord.Times times, Sensitive salt) implements Rotation {}

        record Refused(Refusal reason) implements Rotation {}

        /**
         * The new secret's hash, the salt that made it, how long the old token is accepted, and how long after a rotation, or an
         * overlap that one cut short, another with an older token counts as a race.
         */
        record Successor(Sensitive hash, Sensitive salt, Duration overlap, Duration grace) {}
    }

    /**
     * What ending sessions came to.
     *
     * @param reused whether the token that ended the session was one that a rotation had superseded
     * @param replicas how many have it as well; nothing when that was not waited for
     */
    public record Ended(long count, boolean reused, OptionalLong replicas) {}
}
