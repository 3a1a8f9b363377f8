package dev.tigrit.sessions.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Audit.Attempt;
import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.sessions.session.SessionRecord.Details;
import dev.tigrit.sessions.session.SessionRecord.Times;
import dev.tigrit.sessions.session.SessionRecord.TokenHashes;
import dev.tigrit.sessions.session.StoreUnavailableException;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.sessions.verify.SessionVerifier.Outcome.Invalid;
import dev.tigrit.sessions.verify.SessionVerifier.Outcome.Unknown;
import dev.tigrit.sessions.verify.SessionVerifier.Outcome.Valid;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class SessionVerifierTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration TOLERANCE = Tokens.CLOCK_TOLERANCE;
    private static final KeyVersion KEY =
            KeyVersion.of(1, Sensitive.ofText("the signing key of these tests, long enough"), Instant.EPOCH, null);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SessionId session = SessionId.create("42", RANDOM);
    private final Sensitive secret = Tokens.newSecret(RANDOM);
    private final Tokens tokens = new Tokens(KeyRing.of(List.of(KEY)), Duration.ofSeconds(45));
    private final AtomicInteger asked = new AtomicInteger();
    private final List<SessionId> told = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void liveSessionIsValid() {
        var record = record(NOW.plusSeconds(60), NOW.plusSeconds(30), secret);

        var outcome = verify(token(NOW.plusSeconds(60)), Mono.just(record));

        assertThat(outcome).isEqualTo(new Valid(session, Tokens.hashOf(secret), record));
        assertThat(asked).hasValue(1);
        assertThat(count("ok")).isEqualTo(1);
    }

    @Test
    void storeWithoutTheSessionIsInvalid() {
        assertThat(verify(token(NOW.plusSeconds(60)), Mono.empty())).isEqualTo(new Invalid(Refusal.ENDED));
    }

    @Test
    void storeThatDoesNotAnswerIsUnknownNeverInvalid() {
        assertThat(verify(token(NOW.plusSeconds(60)), Mono.error(new StoreUnavailableException("a test"))))
                .isEqualTo(new Unknown(SessionProblem.STORE_UNAVAILABLE));
        assertThat(count("store_unavailable")).isEqualTo(1);
    }

    @Test
    void anotherSecretIsSuperseded() {
        var record = record(NOW.plusSeconds(60), NOW.plusSeconds(30), Tokens.newSecret(RANDOM));

        assertThat(verify(token(NOW.plusSeconds(60)), Mono.just(record))).isEqualTo(new Invalid(Refusal.SUPERSEDED));
        assertThat(told).containsExactly(session);
    }

    @Test
    void idleDeadlineIsToleratedForThirtySecondsAndNoLonger() {
        var end = NOW.plusSeconds(60);
        var within = record(end, NOW.minus(TOLERANCE), secret);
        var beyond = record(end, NOW.minus(TOLERANCE).minusMillis(1), secret);

        assertThat(verify(token(end), Mono.just(within))).isInstanceOf(Valid.class);
        assertThat(verify(token(end), Mono.just(beyond))).isEqualTo(new Invalid(Refusal.IDLE));
        assertThat(count("session_expired")).isEqualTo(1);
    }

    @Test
    void absoluteDeadlineOfTheRecordCountsToo() {
        var past = NOW.minus(TOLERANCE).minusMillis(1);

        assertThat(verify(token(NOW.plusSeconds(60)), Mono.just(record(past, past, secret))))
                .isEqualTo(new Invalid(Refusal.EXPIRED));
    }

    @Test
    void forgedExpiredAndUnknownTokensNeverReachTheStore() {
        var sound = token(NOW.plusSeconds(60));
        var expired = token(NOW.minus(TOLERANCE).minusMillis(1));
        var forged = sound.substring(0, 100) + (sound.charAt(100) == 'A' ? 'B' : 'A') + sound.substring(101);

        assertThat(verify(expired, Mono.empty())).isEqualTo(new Invalid(Refusal.EXPIRED));
        assertThat(verify(forged, Mono.empty())).isEqualTo(new Invalid(Refusal.FORGED));
        assertThat(verify("nonsense", Mono.empty())).isEqualTo(new Invalid(Refusal.MALFORMED));
        assertThat(asked).hasValue(0);
    }

    @Test
    void missingKeyIsUnknown() {
        var keyless = new SessionVerifier(
                new Tokens(KeyRing.empty(), Duration.ofSeconds(45)),
                _ -> CompletableFuture.completedFuture(null),
                told::add);

        assertThat(keyless.verify(token(NOW.plusSeconds(60)), NOW, attempt()))
                .isCompletedWithValue(new Unknown(SessionProblem.KEY_UNAVAILABLE));
    }

    private SessionVerifier.@Nullable Outcome verify(String token, Mono<SessionRecord> answer) {
        var verifier = new SessionVerifier(
                tokens, _ -> answer.doOnSubscribe(_ -> asked.incrementAndGet()).toFuture(), told::add);
        return verifier.verify(token, NOW, attempt()).join();
    }

    private Attempt attempt() {
        return new Audit(meters, KeyRing.of(List.of(KEY)), Clock.systemUTC()).of(Audit.Operation.VERIFY);
    }

    private double count(String result) {
        return meters.get("sessions.operations").tags("operation", "verify", "result", result).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private String token(Instant end) {
        return tokens.issue(KEY, session, secret, end);
    }

    private static SessionRecord record(Instant absolute, Instant idle, Sensitive secret) {
        return new SessionRecord(
                new Times(NOW.minusSeconds(90), absolute, idle, Duration.ofSeconds(60), NOW.minusSeconds(90)),
                new TokenHashes(Tokens.hashOf(secret), Sensitive.of(new byte[32]), Instant.EPOCH),
                new Details("42", null, null, null));
    }
}
