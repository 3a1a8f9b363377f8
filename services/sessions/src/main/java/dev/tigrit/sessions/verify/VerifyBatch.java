package dev.tigrit.sessions.verify;

import dev.tigrit.sessions.CallerOperation;
import dev.tigrit.sessions.SessionProblem;
import dev.tigrit.sessions.audit.Attempt;
import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Operation;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.http.JsonBody;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** {@code POST /v1/sessions/verify-batch}: all tokens at once, each with an outcome of its own. */
final class VerifyBatch {

    private static final int MAX_TOKENS = 1000;
    private static final int MAX_BODY = 256 * 1024;
    private static final int USUAL_RESULT = 400;

    private final SessionVerifier verifier;
    private final Callers callers;
    private final Audit audit;
    private final Duration extendThrottle;
    private final Clock clock;

    VerifyBatch(SessionVerifier verifier, Callers callers, Audit audit, Duration extendThrottle, Clock clock) {
        this.verifier = verifier;
        this.callers = callers;
        this.audit = audit;
        this.extendThrottle = extendThrottle;
        this.clock = clock;
    }

    record Batch(List<String> tokens) {

        Batch {
            // JSON may leave it out and may say null inside, whatever the type says.
            if (tokens == null || tokens.isEmpty() || tokens.size() > MAX_TOKENS || tokens.contains(null)) {
                throw new IllegalArgumentException("tokens has to be a list of 1 to " + MAX_TOKENS + " strings.");
            }
        }

        @Override
        public String toString() {
            return "Batch[" + tokens.size() + " tokens]";
        }
    }

    Mono<ServerResponse> handle(ServerRequest request) {
        var http = request.exchange().getRequest();
        return Mono.fromSupplier(() -> callers.require(http.getHeaders(), CallerOperation.VERIFY_BATCH))
                .flatMap(caller -> JsonBody.read(http, MAX_BODY, Batch.class)
                        .flatMap(batch -> verify(batch, audit.of(Operation.VERIFY, caller))))
                .flatMap(results -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(JsonBytes.write(results.size() * USUAL_RESULT, json -> write(results, json))));
    }

    /** All commands leave before the first answer is awaited, so that they travel together. */
    private Mono<List<VerifyOutcome>> verify(Batch batch, Attempt attempt) {
        var now = clock.instant();
        return Flux.fromIterable(batch.tokens())
                .flatMapSequential(token -> verifier.verify(token, now, attempt), MAX_TOKENS, 1)
                .collectList()
                .doOnNext(VerifyBatch::requireOneKnown);
    }

    /** With nothing known at all the caller should come again, as after any other 503. */
    private static void requireOneKnown(List<VerifyOutcome> outcomes) {
        SessionProblem last = null;
        for (var outcome : outcomes) {
            if (!(outcome instanceof VerifyOutcome.Unknown(var problem))) {
                return;
            }
            last = problem;
        }
        if (last != null) {
            throw last.exception();
        }
    }

    private void write(List<VerifyOutcome> outcomes, JsonGenerator json) {
        json.writeStartObject();
        json.writeArrayPropertyStart("results");
        outcomes.forEach(outcome -> {
            json.writeStartObject();
            switch (outcome) {
                case VerifyOutcome.Valid valid -> {
                    json.writeStringProperty("status", "valid");
                    json.writeName("session");
                    SessionJson.write(valid.session(), valid.record(), extendThrottle, json);
                }
                case VerifyOutcome.Invalid(var reason) -> write("invalid", reason.problem(), json);
                case VerifyOutcome.Unknown(var problem) -> write("unknown", problem, json);
            }
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(String status, SessionProblem problem, JsonGenerator json) {
        json.writeStringProperty("status", status);
        json.writeStringProperty("code", problem.name().toLowerCase(Locale.ROOT));
    }
}
