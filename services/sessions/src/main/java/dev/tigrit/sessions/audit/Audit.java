package dev.tigrit.sessions.audit;

import dev.tigrit.sessions.session.Refusal;
import dev.tigrit.sessions.session.SessionId;
import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.StoreUnavailableException;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.log.AuditLine;
import dev.tigrit.starter.log.References;
import dev.tigrit.starter.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Counts every decision as {@code sessions.operations} and writes one line to the logger {@code audit} for each change of a
 * session, each look at a user's sessions and each refusal. A verify that succeeds leaves no line, and neither does an outage:
 * they would drown the rest.
 */
@Component
public final class Audit {

    private static final String NONE = "-";
    private static final String OK = "ok";

    private final References references;
    private final Counter evictions;
    private final Map<Operation, Map<String, Counter>> counters = new EnumMap<>(Operation.class);

    public Audit(MeterRegistry registry, KeyRing signingKeys, Clock clock) {
        references = new References(() -> signingKeys.signing(clock.instant()));
        evictions = Counter.builder("sessions.evicted")
                .description("sessions that had to go for the limit per user")
                .register(registry);
        for (var operation : Operation.values()) {
            var ofOperation = new HashMap<String, Counter>();
            ofOperation.put(OK, counter(registry, operation, OK, NONE));
            for (var refusal : Refusal.values()) {
                ofOperation.put(refusal.name(), counter(registry, operation, lower(refusal.problem()), lower(refusal)));
            }
            for (var problem : SessionProblem.values()) {
                if (problem.status() != HttpStatus.UNAUTHORIZED) {
                    ofOperation.put(problem.name(), counter(registry, operation, lower(problem), NONE));
                }
            }
            counters.put(operation, Map.copyOf(ofOperation));
        }
    }

    /** An operation that nobody in particular asks for. */
    public Attempt of(Operation operation) {
        return new Attempt(this, operation, null);
    }

    public Attempt of(Operation operation, String caller) {
        return new Attempt(this, operation, caller);
    }

    void count(Operation operation, @Nullable Enum<?> reason) {
        var ofOperation = counters.get(operation);
        var counter = ofOperation == null ? null : ofOperation.get(reason == null ? OK : reason.name());
        if (counter != null) {
            counter.increment();
        }
    }

    void evicted(Attempt attempt, long sessions, byte[] userRef) {
        evictions.increment((double) sessions);
        AuditLine.of("sessions evicted for the limit")
                .with("operation", "evict")
                .with("caller", attempt.caller())
                .with("user", references.of("user", userRef))
                .with("sessions", sessions)
                .write();
    }

    /** @param reason null for what went well */
    void line(Attempt attempt, @Nullable Enum<?> reason, @Nullable SessionId session, byte @Nullable [] userRef) {
        var line = AuditLine.of("session decision").with("operation", attempt.operation());
        switch (reason) {
            case null -> line.with("result", OK);
            case Refusal refusal -> line.with("result", refusal.problem()).with("reason", refusal);
            default -> line.with("result", reason);
        }
        line.with("caller", attempt.caller())
                .with("user", userRef == null ? null : references.of("user", userRef))
                .with("session", session == null ? null : references.of("session", session.copy()))
                .write();
    }

    private static Counter counter(MeterRegistry registry, Operation operation, String result, String reason) {
        return Counter.builder("sessions.operations")
                .description("decisions about sessions")
                .tag("operation", lower(operation))
                .tag("result", result)
                .tag("reason", reason)
                .register(registry);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** What was asked of a session, or of all sessions of a user. */
    public enum Operation {
        CREATE,
        VERIFY,
        EXTEND,
        ROTATE,
        INVALIDATE,
        /** End by id. */
        DELETE,
        /** End all sessions of a user, or all others. */
        DELETE_ALL,
        LIST,
        INTROSPECT,
        FORWARD_AUTH,
        EVENTS;

        /** Whether it changes nothing and is asked so often that a line for each success would drown the rest. */
        boolean isQuiet() {
            return this == VERIFY || this == FORWARD_AUTH || this == INTROSPECT;
        }
    }

    /**
     * One operation that somebody asks for. Exactly one of these methods says how it ended; what they return is the problem that the client
     * gets.
     *
     * @param caller the service that asks, or null when nobody in particular does
     */
    public record Attempt(
            Audit audit, Operation operation, @Nullable String caller) {

        public void succeeded(SessionId session) {
            audit.count(operation, null);
            if (!operation.isQuiet()) {
                audit.line(this, null, session, null);
            }
        }

        /** What was asked concerns all sessions of a user. */
        public void succeededForUser(byte[] userRef) {
            audit.count(operation, null);
            audit.line(this, null, null, userRef);
        }

        /** What was asked concerns nobody's session. */
        public void succeeded() {
            audit.count(operation, null);
            audit.line(this, null, null, null);
        }

        /** Sessions that had to go for a new one; none is no news. */
        public void evicted(long sessions, byte[] userRef) {
            if (sessions > 0) {
                audit.evicted(this, sessions, userRef);
            }
        }

        /** The token is not accepted; the session is the one that it names, or null when it proves none. */
        public ProblemException refused(Refusal reason, @Nullable SessionId session) {
            audit.count(operation, reason);
            audit.line(this, reason, session, null);
            return reason.problem().exception();
        }

        /** The store's answer does not allow it. */
        public ProblemException conflict(SessionProblem problem, byte[] userRef) {
            audit.count(operation, problem);
            audit.line(this, problem, null, userRef);
            return problem.exception();
        }

        public ProblemException unavailable(SessionProblem problem) {
            audit.count(operation, problem);
            return problem.exception();
        }

        /** Makes a store that does not answer the problem that the client gets. */
        public <T> Mono<T> orUnavailable(Mono<T> work) {
            return work.onErrorMap(StoreUnavailableException.class, _ -> unavailable(SessionProblem.STORE_UNAVAILABLE));
        }
    }
}
