package dev.tigrit.sessions.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.server.RealRedis;
import dev.tigrit.sessions.session.IdempotencyKey.Replay;
import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.sessions.session.SessionRecord.Details;
import dev.tigrit.sessions.session.SessionRecord.Times;
import dev.tigrit.sessions.session.SessionRecord.TokenHashes;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.sessions.store.SessionStore.Creation.Limit;
import dev.tigrit.sessions.store.redis.RedisConnection;
import dev.tigrit.sessions.store.redis.TestRedis;
import dev.tigrit.starter.key.Sensitive;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.TemporalUnitOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class SessionStoreIT {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Limit LIMIT = new Limit(100, true);
    private static final Details DETAILS = new Details("42", null, null, null);
    private static final Duration NO_THROTTLE = Duration.ZERO;
    private static final SecureRandom RANDOM = new SecureRandom();

    private static RealRedis redis;
    private static RedisConnection connection;

    private SessionStore store;
    private final Sensitive secretHash = Tokens.hashOf(Tokens.newSecret(RANDOM));

    @BeforeAll
    static void start() {
        redis = RealRedis.start();
        connection = new RedisConnection(
                TestRedis.properties(redis.url()), RevocationFeed.CHANNEL, new SimpleMeterRegistry());
        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            connection.keepAlive().block(Duration.ofSeconds(5));
            connection.ping().block(Duration.ofSeconds(5));
            return true;
        });
    }

    @AfterAll
    static void stop() {
        connection.close();
        redis.close();
    }

    @BeforeEach
    void open() {
        store = new SessionStore(connection);
    }

    private Mono<SessionRecord> find(SessionId session) {
        return Mono.fromFuture(() -> store.find(session));
    }

    @AfterEach
    void everyKeyHasATimeToLive() {
        var forEver = redis.ask(
                c -> c.keys("*").stream().filter(key -> c.pttl(key) < 0).toList());
        redis.ask(c -> c.flushall());

        assertThat(forEver).isEmpty();
    }

    @Test
    void createdSessionIsFoundWithTheStoresTimes() {
        var session = SessionId.create("42", RANDOM);
        var details = new Details("42", "a phone", "2001:db8::1", "{\"a\":\"b\"}");

        var creation = value(store.create(session, secretHash, DAY, HOUR, details, LIMIT, null));

        var times = ((SessionStore.Creation.Created) creation).times();
        assertThat(value(find(session)))
                .isEqualTo(new SessionRecord(
                        times, new TokenHashes(secretHash, Sensitive.of(new byte[32]), Instant.EPOCH), details));
        assertThat(times.created()).isCloseTo(Instant.now(), within(Duration.ofSeconds(5)));
        assertThat(times.absoluteDeadline()).isEqualTo(times.created().plus(DAY));
        assertThat(times.idleDeadline()).isEqualTo(times.created().plus(HOUR));
        assertThat(times.lastExtended()).isEqualTo(times.created());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"42", "a:b", "{x}", "a b\"'", "\u0443\u0447\u0430", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"})
    void keyIsMadeOfTheHashOfAnyUserId(String userId) {
        var session = create(userId, DAY, HOUR);

        assertThat(redis.keys()).singleElement().asString().matches("u:\\{[0-9a-f]{3}}:[A-Za-z0-9_-]{22}");
        assertThat(value(find(session)).details().userId()).isEqualTo(userId);
    }

    @Test
    void sessionsOfAUserShareOneHashWhoseLifeIsTheLatestDeadline() {
        create("42", DAY, HOUR);

        create("42", DAY, Duration.ofMinutes(1));

        assertThat(fields()).isEqualTo(2);
        assertThat(Duration.ofMillis(keyTtl())).isBetween(HOUR.minusSeconds(10), HOUR);
    }

    @Test
    void idleDeadlineIsNeverPastTheAbsoluteOne() {
        var session = create("42", Duration.ofSeconds(5), HOUR);

        var extension = value(store.extend(session, secretHash, NO_THROTTLE));

        var times = ((SessionStore.Extension.Extended) extension).times();
        assertThat(times.idleDeadline()).isEqualTo(times.absoluteDeadline());
        assertThat(keyTtl()).isLessThanOrEqualTo(5000);
    }

    @Test
    void extensionSlidesTheIdleDeadlineAndTheKeysLife() {
        var session = create("42", DAY, HOUR);
        var before = value(find(session)).times();
        await().until(() -> Instant.now().isAfter(before.created().plusMillis(20)));

        var after = extended(session, NO_THROTTLE);

        assertThat(after.idleDeadline()).isAfter(before.idleDeadline());
        assertThat(after.lastExtended()).isAfter(before.lastExtended());
        assertThat(after.idleDeadline()).isEqualTo(after.lastExtended().plus(HOUR));
        assertThat(after.absoluteDeadline()).isEqualTo(before.absoluteDeadline());
        assertThat(value(find(session)).times()).isEqualTo(after);
        assertThat(keyTtl())
                .isGreaterThan(
                        Duration.between(Instant.now(), before.idleDeadline()).toMillis());
    }

    @Test
    void extensionInsideTheWindowWritesNothing() {
        var session = create("42", DAY, HOUR);
        var before = value(find(session)).times();

        var commands = redis.commandsOf(
                () -> assertThat(extended(session, Duration.ofMinutes(1))).isEqualTo(before));

        assertThat(commands).doesNotContainKeys("hset", "pexpireat").containsEntry("evalsha", 1);
    }

    @Test
    void throttleLongerThanTheIdleTimeCannotKillASessionInUse() {
        var session = create("42", DAY, Duration.ofMillis(800));
        var start = Instant.now();

        await().pollInterval(Duration.ofMillis(100))
                .atMost(Duration.ofSeconds(5))
                .until(() -> {
                    extended(session, HOUR);
                    return Instant.now().isAfter(start.plusMillis(2000));
                });

        assertThat(value(find(session)).times().idleDeadline()).isAfter(start.plusMillis(2000));
    }

    @Test
    void extensionDoesNotShortenTheLifeOfAnotherSession() {
        create("42", DAY, HOUR);
        var brief = create("42", DAY, Duration.ofSeconds(10));

        extended(brief, NO_THROTTLE);

        assertThat(keyTtl()).isGreaterThan(3_500_000L);
    }

    @Test
    void invalidatedSessionIsGoneAndItsHashWithIt() {
        var session = create("42", DAY, HOUR);

        assertThat(value(store.invalidate(session, secretHash)).count()).isEqualTo(1);
        assertThat(value(store.invalidate(session, secretHash)).count()).isZero();
        assertThat(find(session).blockOptional(Duration.ofSeconds(5))).isEmpty();
        assertThat(redis.keys()).isEmpty();
    }

    @Test
    void supersededTokenDoesNotExtendTheSessionButEndsIt() {
        var session = create("42", DAY, HOUR);
        var other = Tokens.hashOf(Tokens.newSecret(RANDOM));

        assertThat(value(store.extend(session, other, NO_THROTTLE)))
                .isEqualTo(new SessionStore.Extension.Refused(Refusal.SUPERSEDED));
        assertThat(find(session).blockOptional(Duration.ofSeconds(5))).isPresent();
        var ended = value(store.invalidate(session, other));
        assertThat(ended.count()).isEqualTo(1);
        assertThat(ended.reused()).isTrue();
        assertThat(find(session).blockOptional(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void extendAfterInvalidateDoesNotResurrect() {
        var session = create("42", DAY, HOUR);
        // Another session keeps the hash alive, so that a blind write would find a place.
        create("42", DAY, HOUR);
        value(find(session));
        value(store.invalidate(session, secretHash));

        assertThat(value(store.extend(session, secretHash, NO_THROTTLE)))
                .isEqualTo(new SessionStore.Extension.Refused(Refusal.ENDED));
        assertThat(find(session).blockOptional(Duration.ofSeconds(5))).isEmpty();
    }

    @Test
    void extensionsRacingAnInvalidationLeaveNothing() {
        for (var round = 0; round < 20; round++) {
            var session = create("42", DAY, HOUR);
            var extensions = Flux.range(0, 50).flatMap(_ -> store.extend(session, secretHash, NO_THROTTLE), 50);
            var invalidation = store.invalidate(session, secretHash);

            Mono.when(extensions, invalidation, extensions).block(Duration.ofSeconds(10));

            assertThat(find(session).blockOptional(Duration.ofSeconds(5))).isEmpty();
        }
    }

    @Test
    void concurrentCreatesAllLive() {
        var sessions = IntStream.range(0, 50)
                .mapToObj(_ -> SessionId.create("42", RANDOM))
                .toList();

        Flux.fromIterable(sessions)
                .flatMap(s -> store.create(s, secretHash, DAY, HOUR, DETAILS, LIMIT, null), 50)
                .blockLast(Duration.ofSeconds(10));

        assertThat(sessions)
                .allSatisfy(s ->
                        assertThat(find(s).blockOptional(Duration.ofSeconds(5))).isPresent());
    }

    @Test
    void expiredSessionIsRefusedAndTheNextCreateDropsIt() {
        var brief = create("42", Duration.ofMillis(50), HOUR);
        create("42", DAY, HOUR);
        await().atMost(Duration.ofSeconds(5))
                .until(() ->
                        value(store.extend(brief, secretHash, NO_THROTTLE)) instanceof SessionStore.Extension.Refused);

        create("42", DAY, HOUR);

        assertThat(value(store.extend(brief, secretHash, NO_THROTTLE)))
                .isEqualTo(new SessionStore.Extension.Refused(Refusal.ENDED));
        assertThat(fields()).isEqualTo(2);
    }

    @Test
    void fieldsOfOtherKindsAndVersionsSurviveACreate() {
        create("42", DAY, HOUR);
        var key = redis.keys().getFirst();
        redis.ask(c -> c.hset(key, Map.of("i-something", "x", "s-of-another-release", "\u0002...")));

        create("42", DAY, HOUR);

        assertThat(fields()).isEqualTo(4);
    }

    @Test
    void repeatedCreateDoesNotGetPastASignOutEverywhere() {
        var repeatable = replay(1);
        var session = create("42", LIMIT, repeatable);
        assertThat(session).isInstanceOf(SessionStore.Creation.Created.class);

        assertThat(value(store.endAll(userRef(), null)).count()).isEqualTo(1);

        assertThat(create("42", LIMIT, repeatable)).isEqualTo(new SessionStore.Creation.Ended());
        assertThat(keyTtl()).isBetween(590_000L, 600_000L);
        assertThat(create("42", LIMIT, replay(2))).isInstanceOf(SessionStore.Creation.Created.class);
        var kept = create("42", DAY, HOUR);
        assertThat(value(store.endAll(userRef(), kept)).count()).isEqualTo(1);
        assertThat(create("42", LIMIT, repeatable)).isEqualTo(new SessionStore.Creation.Ended());
        assertThat(create("42", LIMIT, replay(2))).isEqualTo(new SessionStore.Creation.Ended());
        assertThat(find(kept).blockOptional(Duration.ofSeconds(5))).isPresent();
        assertThat(keyTtl()).isGreaterThan(3_500_000L);
    }

    @Test
    void signOutEverywhereLeavesNoReplayThatIsOver() {
        create("42", LIMIT, new Replay(hashOf(1), hashOf(0), hashOf(0), Duration.ofMillis(50)));
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);

        value(store.endAll(userRef(), null));

        assertThat(redis.keys()).isEmpty();
    }

    @Test
    void replaysAreAHundredHoweverFewSessionsThereAre() {
        var one = new Limit(1, true);
        assertThat(create("42", one, replay(0))).isInstanceOf(SessionStore.Creation.Created.class);
        // Of two that were made in one millisecond neither is the oldest.
        await().pollDelay(Duration.ofMillis(5)).until(() -> true);
        for (var i = 1; i < 101; i++) {
            assertThat(create("42", one, replay(i))).isInstanceOf(SessionStore.Creation.Created.class);
        }

        assertThat(fields()).isEqualTo(1 + 100);
        // The sessions were evicted; that they had been made is known for all but the oldest.
        assertThat(create("42", one, replay(1))).isEqualTo(new SessionStore.Creation.Ended());
        assertThat(create("42", one, replay(99))).isEqualTo(new SessionStore.Creation.Ended());
        assertThat(create("42", one, replay(100))).isInstanceOf(SessionStore.Creation.Replayed.class);
        assertThat(create("42", one, replay(0))).isInstanceOf(SessionStore.Creation.Created.class);
    }

    @Test
    void tokenWhoseOverlapWasCutShortIsLateAndNotStolenUntilItsEnd() {
        var session = create("42", DAY, HOUR);
        assertThat(rotate(session, secretHash, hashOf(1), Duration.ofSeconds(5)))
                .isInstanceOf(SessionStore.Rotation.Rotated.class);
        assertThat(rotate(session, hashOf(1), hashOf(2), Duration.ZERO))
                .isInstanceOf(SessionStore.Rotation.Rotated.class);
        assertThat(rotate(session, hashOf(2), hashOf(3), Duration.ZERO))
                .isInstanceOf(SessionStore.Rotation.Rotated.class);
        await().pollDelay(Duration.ofMillis(50)).until(() -> true);

        assertThat(rotate(session, secretHash, hashOf(9), Duration.ZERO))
                .isEqualTo(new SessionStore.Rotation.Refused(Refusal.SUPERSEDED));
        assertThat(find(session).blockOptional(Duration.ofSeconds(5))).isPresent();
        await().atMost(Duration.ofSeconds(10))
                .until(() -> rotate(session, secretHash, hashOf(9), Duration.ZERO)
                        .equals(new SessionStore.Rotation.Refused(Refusal.REUSED)));
        assertThat(find(session).blockOptional(Duration.ofSeconds(5))).isEmpty();
    }

    /** With a grace of one millisecond. */
    private SessionStore.Rotation rotate(SessionId session, Sensitive from, Sensitive to, Duration overlap) {
        return value(store.rotate(
                session, from, new SessionStore.Rotation.Successor(to, hashOf(0), overlap, Duration.ofMillis(1))));
    }

    private SessionStore.Creation create(String userId, Limit limit, Replay replay) {
        return value(store.create(SessionId.create(userId, RANDOM), secretHash, DAY, HOUR, DETAILS, limit, replay));
    }

    private static byte[] userRef() {
        return SessionId.create("42", RANDOM).userRef();
    }

    private static Replay replay(int number) {
        return new Replay(hashOf(number), hashOf(0), hashOf(0), Duration.ofMinutes(10));
    }

    private static Sensitive hashOf(int number) {
        return Tokens.hashOf(Sensitive.of(new byte[] {(byte) number}));
    }

    @Test
    void lostScriptsAreLoadedAgain() {
        var session = create("42", DAY, HOUR);
        redis.ask(c -> c.scriptFlush());

        var commands = redis.commandsOf(() -> extended(session, HOUR));
        redis.ask(c -> c.scriptFlush());

        assertThat(commands).containsEntry("eval", 1);
        assertThat(create("42", DAY, HOUR)).isNotNull();
        redis.ask(c -> c.scriptFlush());
        assertThat(value(store.invalidate(session, secretHash)).count()).isEqualTo(1);
    }

    @Test
    void eachOperationIsOneCommandOfTheClient() {
        create("warm", DAY, HOUR);
        var session = create("42", DAY, HOUR);
        value(store.extend(session, secretHash, HOUR));
        value(store.invalidate(create("43", DAY, HOUR), secretHash));

        assertThat(redis.commandsOf(() -> value(find(session)))).isEqualTo(Map.of("hget", 1));
        assertThat(redis.commandsOf(() -> create("44", DAY, HOUR))).containsEntry("evalsha", 1);
        assertThat(redis.commandsOf(() -> extended(session, NO_THROTTLE))).containsEntry("evalsha", 1);
        assertThat(redis.commandsOf(() -> value(store.invalidate(session, secretHash))))
                .containsEntry("evalsha", 1);
    }

    private SessionId create(String userId, Duration ttl, Duration idleTtl) {
        var session = SessionId.create(userId, RANDOM);
        value(store.create(session, secretHash, ttl, idleTtl, new Details(userId, null, null, null), LIMIT, null));
        return session;
    }

    private Times extended(SessionId session, Duration throttle) {
        return ((SessionStore.Extension.Extended) value(store.extend(session, secretHash, throttle))).times();
    }

    private static long keyTtl() {
        return redis.ask(c -> c.pttl(c.keys("*").getFirst()));
    }

    private static long fields() {
        return redis.ask(c -> c.hlen(c.keys("*").getFirst()));
    }

    private static TemporalUnitOffset within(Duration duration) {
        return new org.assertj.core.data.TemporalUnitWithinOffset(
                duration.toMillis(), java.time.temporal.ChronoUnit.MILLIS);
    }

    private static <T> T value(Mono<T> mono) {
        return mono.blockOptional(Duration.ofSeconds(5)).orElseThrow();
    }
}
