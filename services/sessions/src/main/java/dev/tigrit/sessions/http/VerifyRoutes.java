package dev.tigrit.sessions.http;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.tigrit.sessions.audit.Attempt;
import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Operation;
import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.sessions.store.SupersededTokens;
import dev.tigrit.sessions.verify.SessionVerifier;
import dev.tigrit.sessions.verify.VerifyOutcome;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.http.Methods;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** {@code POST /v1/sessions/verify} and {@code /v1/sessions/verify-batch}. */
@Configuration(proxyBeanMethods = false)
class VerifyRoutes {

    private static final String ONE = "/v1/sessions/verify";
    private static final String MANY = "/v1/sessions/verify-batch";
    private static final int USUAL_SIZE = 512;

    @Bean
    SessionVerifier sessionVerifier(Tokens tokens, SessionStore store, SupersededTokens superseded) {
        return new SessionVerifier(tokens, store::find, superseded::refused);
    }

    /** For what makes large answers. Half of the processors at most: the others are for single calls. */
    @Bean(destroyMethod = "dispose")
    Scheduler largeAnswers() {
        return Schedulers.newParallel(
                "large-answers", Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    @Bean
    RouterFunction<ServerResponse> verifyRouter(
            SessionVerifier verifier,
            SessionsProperties properties,
            Callers callers,
            Audit audit,
            Clock clock,
            Scheduler largeAnswers) {
        var attempt = audit.of(Operation.VERIFY);
        var throttle = properties.extendThrottle();
        var batch = new VerifyBatch(verifier, callers, audit, throttle, clock, largeAnswers);
        return RouterFunctions.route()
                .POST(ONE, request -> verify(request, verifier, attempt, throttle, clock))
                .POST(MANY, batch::handle)
                .route(path(ONE).or(path(MANY)), Methods.only(HttpMethod.POST))
                .build();
    }

    private static Mono<ServerResponse> verify(
            ServerRequest request, SessionVerifier verifier, Attempt attempt, Duration extendThrottle, Clock clock) {
        return TokenBody.read(request.exchange().getRequest())
                .flatMap(token -> verifier.verify(token, clock.instant(), attempt))
                .flatMap(outcome -> answer(outcome, extendThrottle));
    }

    private static Mono<ServerResponse> answer(VerifyOutcome outcome, Duration extendThrottle) {
        return switch (outcome) {
            case VerifyOutcome.Valid valid ->
                ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(JsonBytes.write(
                                USUAL_SIZE,
                                json -> SessionJson.write(valid.session(), valid.record(), extendThrottle, json)));
            case VerifyOutcome.Invalid(var reason) ->
                Mono.error(reason.problem().exception());
            case VerifyOutcome.Unknown(var problem) -> Mono.error(problem.exception());
        };
    }
}
