package dev.tigrit.sessions.audit;

import dev.tigrit.sessions.Refusal;
import dev.tigrit.sessions.SessionProblem;
import dev.tigrit.sessions.token.SessionId;
import dev.tigrit.starter.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts every decision as {@code sessions.operations} and writes one line to the logger {@code audit} for each change of a
 * session and each refusal. A verify that succeeds leaves no line, and neither does an outage: they would drown the rest.
 */
@Component
public final class Audit {

    private static final Logger log = LoggerFactory.getLogger("audit");

    private enum Result {
        OK,
        SESSION_INVALID,
        SESSION_EXPIRED,
        UNAVAILABLE
    }

    private final Map<Operation, Map<Result, Counter>> counters;

    public Audit(MeterRegistry registry) {
        counters = byConstant(
                Operation.class,
                operation -> byConstant(
                        Result.class,
                        result -> Counter.builder("sessions.operations")
                                .description("decisions about sessions")
                                .tag("operation", lower(operation))
                                .tag("result", lower(result))
                                .register(registry)));
    }

    public void succeeded(Operation operation, SessionId session) {
        count(operation, Result.OK);
        switch (operation) {
            case VERIFY -> {}
            case CREATE, EXTEND, INVALIDATE -> line(operation, Result.OK, null, session);
        }
    }

    /**
     * @param session the one that the token names, or null when the token proves none
     * @return the problem that the client gets
     */
    public ProblemException refused(Operation operation, Refusal reason, @Nullable SessionId session) {
        var result = switch (reason.problem()) {
            case SESSION_EXPIRED -> Result.SESSION_EXPIRED;
            case SESSION_INVALID, STORE_UNAVAILABLE, KEY_UNAVAILABLE -> Result.SESSION_INVALID;
        };
        count(operation, result);
        line(operation, result, reason, session);
        return reason.problem().exception();
    }

    /** @return the problem that the client gets */
    public ProblemException unavailable(Operation operation, SessionProblem problem) {
        count(operation, Result.UNAVAILABLE);
        return problem.exception();
    }

    private void count(Operation operation, Result result) {
        var ofOperation = counters.get(operation);
        var counter = ofOperation == null ? null : ofOperation.get(result);
        if (counter != null) {
            counter.increment();
        }
    }

    private static void line(
            Operation operation, Result result, @Nullable Refusal reason, @Nullable SessionId session) {
        log.atInfo()
                .addKeyValue("operation", lower(operation))
                .addKeyValue("result", lower(result))
                .addKeyValue("reason", reason == null ? "-" : lower(reason))
                .addKeyValue("session", session == null ? "-" : session.logRef())
                .log("session decision");
    }

    private static <E extends Enum<E>, V> Map<E, V> byConstant(Class<E> type, Function<E, V> value) {
        return Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(Function.identity(), value, (a, _) -> a, () -> new EnumMap<>(type)));
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
