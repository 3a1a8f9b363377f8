package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Audit.Attempt;
import dev.tigrit.sessions.session.IdempotencyKey;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.SessionRecord;
import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.session.SessionsProperties.CallerOperation;
import dev.tigrit.sessions.session.SessionsProperties.OnLimit;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.sessions.store.SessionStore.Creation;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.direct.DirectCall.Answer;
import dev.tigrit.starter.direct.DirectCall.Field;
import dev.tigrit.starter.direct.DirectCall.Request;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /v1/sessions}, for callers with the permission {@code create}. */
@Component
record CreateSession(
        Callers callers,
        SessionsProperties properties,
        Tokens tokens,
        SessionStore store,
        Audit audit,
        JsonMapper json,
        Clock clock) {

    private static final Field REPLAYED = new Field("Idempotent-Replayed", "true");
    private static final SecureRandom RANDOM = new SecureRandom();

    private record Draft(
            SessionId session,
            Sensitive secret,
            Duration ttl,
            Duration idleTtl,
            SessionRecord.Details details,
            @Nullable IdempotencyKey repeatable,
            Attempt attempt) {}

    CompletionStage<@Nullable Answer> handle(Request request) {
        var caller = callers.require(request.fields().apply(HttpHeaders.AUTHORIZATION), CallerOperation.CREATE);
        var wanted = JsonBody.read(request.body(), request.first(HttpHeaders.CONTENT_TYPE), NewSession.class);
        var repeatable = IdempotencyKey.read(request.fields().apply(IdempotencyKey.HEADER), caller);
        return store(draft(wanted, repeatable, audit.of(Audit.Operation.CREATE, caller)))
                .toFuture();
    }

    private Draft draft(NewSession wanted, @Nullable IdempotencyKey repeatable, Attempt attempt) {
        var ttl = within("ttl", wanted.ttl(), properties.ttl());
        var idleTtl = within("idle_ttl", wanted.idleTtl(), properties.idleTtl());
        return new Draft(
                SessionId.create(wanted.userId(), RANDOM),
                Tokens.newSecret(RANDOM),
                ttl,
                idleTtl.compareTo(ttl) < 0 ? idleTtl : ttl,
                details(wanted),
                repeatable,
                attempt);
    }

    private Mono<Answer> store(Draft draft) {
        var key = tokens.signingKey(clock.instant());
        if (key == null) {
            return Mono.error(draft.attempt().unavailable(SessionProblem.KEY_UNAVAILABLE));
        }
        return draft.attempt()
                .orUnavailable(store.create(
                                draft.session(),
                                Tokens.hashOf(draft.secret()),
                                draft.ttl(),
                                draft.idleTtl(),
                                draft.details(),
                                new Creation.Limit(
                                        properties.maxPerUser(), properties.onLimit() == OnLimit.EVICT_OLDEST),
                                replay(draft))
                        .map(creation -> answer(creation, draft, key)));
    }

    private IdempotencyKey.@Nullable Replay replay(Draft draft) {
        var key = draft.repeatable();
        if (key == null) {
            return null;
        }
        var details = draft.details().pack();
        var request = ByteBuffer.allocate(2 * Long.BYTES + details.length)
                .putLong(draft.ttl().toMillis())
                .putLong(draft.idleTtl().toMillis())
                .put(details)
                .array();
        return key.seal(request, draft.session(), draft.secret(), RANDOM);
    }

    private Answer answer(Creation creation, Draft draft, KeyVersion key) {
        var attempt = draft.attempt();
        var user = draft.session().userRef();
        return switch (creation) {
            case Creation.Created created -> {
                attempt.evicted(created.evicted(), user);
                yield issued(draft.session(), draft.secret(), created.times(), key, false, attempt);
            }
            case Creation.Replayed replayed -> repeated(replayed, draft, key);
            case Creation.OtherRequest() -> throw attempt.conflict(SessionProblem.IDEMPOTENCY_KEY_REUSED, user);
            case Creation.Ended() -> throw attempt.conflict(SessionProblem.SESSION_ENDED, user);
            case Creation.LimitReached() -> throw attempt.conflict(SessionProblem.SESSION_LIMIT_REACHED, user);
        };
    }

    private Answer repeated(Creation.Replayed replayed, Draft draft, KeyVersion key) {
        var repeatable = draft.repeatable();
        if (repeatable == null) {
            throw new IllegalStateException("the store replays only what came with a key");
        }
        var secret = repeatable.open(replayed.sealed(), replayed.session());
        if (!Tokens.hashOf(secret).equals(replayed.secretHash())) {
            // The first answer's token has been rotated since.
            throw draft.attempt()
                    .conflict(SessionProblem.SESSION_ENDED, draft.session().userRef());
        }
        return issued(replayed.session(), secret, replayed.times(), key, true, draft.attempt());
    }

    /** The token carries the deadline that the store has set, so it is signed after the store's answer. */
    private Answer issued(
            SessionId session,
            Sensitive secret,
            SessionRecord.Times times,
            KeyVersion key,
            boolean replayed,
            Attempt attempt) {
        attempt.succeeded(session);
        var token = tokens.issue(key, session, secret, times.absoluteDeadline());
        return new Answer(
                201,
                replayed ? List.of(Field.JSON, REPLAYED) : List.of(Field.JSON),
                json.writeValueAsBytes(IssuedToken.of(session, token, times)));
    }

    private SessionRecord.Details details(NewSession wanted) {
        var attributes = wanted.attributes();
        return new SessionRecord.Details(
                wanted.userId(),
                wanted.device(),
                wanted.ip(),
                // In one order: the same attributes are the same request.
                attributes == null || attributes.isEmpty() ? null : json.writeValueAsString(new TreeMap<>(attributes)));
    }

    private Duration within(String member, @Nullable Long seconds, Duration byDefault) {
        if (seconds == null) {
            return byDefault;
        }
        var most = properties.maxTtl().toSeconds();
        if (seconds < 1 || seconds > most) {
            throw new ProblemException(RequestProblem.BAD_REQUEST, member + " has to be 1 to " + most + " seconds.");
        }
        return Duration.ofSeconds(seconds);
    }

    /** Schema {@code CreatedSession} of the contract: a token, which is shown this once, and its session. */
    record IssuedToken(String sessionId, String token, Instant expiresAt, Instant idleExpiresAt) {

        static IssuedToken of(SessionId session, String token, SessionRecord.Times times) {
            return new IssuedToken(session.text(), token, times.absoluteDeadline(), times.idleDeadline());
        }

        @Override
        public String toString() {
            return "***";
        }
    }
}
