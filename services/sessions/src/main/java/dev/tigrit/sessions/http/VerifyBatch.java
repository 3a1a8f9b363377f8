package dev.tigrit.sessions.http;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Audit.Attempt;
import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.session.SessionsProperties.CallerOperation;
import dev.tigrit.sessions.verify.SessionVerifier;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.http.JsonBody;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.core.JsonGenerator;

/**
 * {@code POST /v1/sessions/verify-batch}: each token has an outcome of its own. Single calls come first: few batches run at a time, a
 * batch asks the store for a window of its tokens at a time, and its work is done on a thread that serves nothing else.
 */
@Component
final class VerifyBatch {

    private static final int MAX_TOKENS = 1000;
    private static final int MAX_BODY = 256 * 1024;

    /** Look-ups in flight of one batch; with the turns 256 of one caller, and 384 in all. */
    private static final int WINDOW = 64;

    private final SessionVerifier verifier;
    private final Callers callers;
    private final Audit audit;
    private final Duration extendThrottle;
    private final Clock clock;
    private final Scheduler worker;
    private final CallerTurns turns = new CallerTurns(CallerTurns.LARGE_ANSWERS);

    VerifyBatch(
            SessionVerifier verifier,
            Callers callers,
            Audit audit,
            SessionsProperties properties,
            Clock clock,
            Scheduler largeAnswers) {
        this.worker = largeAnswers;
        this.verifier = verifier;
        this.callers = callers;
        this.audit = audit;
        this.extendThrottle = properties.extendThrottle();
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
                .flatMap(caller -> turns.answer(caller, results(http, audit.of(Audit.Operation.VERIFY, caller))));
    }

    /** The body is not read before its turn has come. */
    private Mono<byte[]> results(ServerHttpRequest http, Attempt attempt) {
        var contentType = http.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        return JsonBody.bytes(http, MAX_BODY)
                .defaultIfEmpty(new byte[0])
                .publishOn(worker)
                .map(body -> JsonBody.read(body, contentType, Batch.class))
                .flatMap(batch -> verify(batch, attempt))
                .map(results -> SessionJson.bytes(results.size(), json -> write(results, json)));
    }

    /** The commands of a window leave before the first answer is awaited, so that they travel together. */
    private Mono<List<SessionVerifier.Outcome>> verify(Batch batch, Attempt attempt) {
        var now = clock.instant();
        return Flux.fromIterable(batch.tokens())
                .buffer(WINDOW)
                .concatMap(
                        window -> {
                            var asked = window.stream()
                                    .map(token -> verifier.verify(token, now, attempt))
                                    .toList();
                            return Mono.fromFuture(CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new)))
                                    .thenReturn(asked)
                                    .publishOn(worker);
                        },
                        1)
                .flatMapIterable(asked -> asked)
                .map(CompletableFuture::resultNow)
                .collectList()
                .doOnNext(VerifyBatch::requireOneKnown);
    }

    /** With nothing known at all the caller should come again, as after any other 503. */
    private static void requireOneKnown(List<SessionVerifier.Outcome> outcomes) {
        if (outcomes.stream().allMatch(SessionVerifier.Outcome.Unknown.class::isInstance)
                && outcomes.getLast() instanceof SessionVerifier.Outcome.Unknown(var problem)) {
            throw problem.exception();
        }
    }

    private void write(List<SessionVerifier.Outcome> outcomes, JsonGenerator json) {
        json.writeStartObject();
        json.writeArrayPropertyStart("results");
        outcomes.forEach(outcome -> {
            json.writeStartObject();
            switch (outcome) {
                case SessionVerifier.Outcome.Valid valid -> {
                    json.writeStringProperty("status", "valid");
                    json.writeName("session");
                    SessionJson.write(valid.session(), valid.record(), extendThrottle, json);
                }
                case SessionVerifier.Outcome.Invalid(var reason) -> write("invalid", reason.problem(), json);
                case SessionVerifier.Outcome.Unknown(var problem) -> write("unknown", problem, json);
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
