package dev.tigrit.sessions.verify;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.tigrit.sessions.SessionsProperties;
import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.sessions.token.TokenBody;
import dev.tigrit.sessions.token.Tokens;
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

/** {@code POST /v1/sessions/verify}. */
@Configuration(proxyBeanMethods = false)
class VerifyRoutes {

    private static final String PATH = "/v1/sessions/verify";

    @Bean
    SessionVerifier sessionVerifier(Tokens tokens, SessionStore store, Audit audit) {
        return new SessionVerifier(tokens, store::find, audit);
    }

    @Bean
    RouterFunction<ServerResponse> verifyRouter(SessionVerifier verifier, SessionsProperties properties, Clock clock) {
        return RouterFunctions.route()
                .POST(PATH, request -> verify(request, verifier, properties.extendThrottle(), clock))
                .route(path(PATH), Methods.only(HttpMethod.POST))
                .build();
    }

    private static Mono<ServerResponse> verify(
            ServerRequest request, SessionVerifier verifier, Duration extendThrottle, Clock clock) {
        return TokenBody.read(request.exchange().getRequest())
                .flatMap(token -> verifier.verify(token, clock.instant()))
                .flatMap(outcome -> answer(outcome, extendThrottle));
    }

    private static Mono<ServerResponse> answer(VerifyOutcome outcome, Duration extendThrottle) {
        return switch (outcome) {
            case VerifyOutcome.Valid valid ->
                ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .bodyValue(SessionJson.write(valid, extendThrottle));
            case VerifyOutcome.Invalid(var reason) ->
                Mono.error(reason.problem().exception());
            case VerifyOutcome.Unknown(var problem) -> Mono.error(problem.exception());
        };
    }
}
