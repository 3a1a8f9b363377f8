package dev.tigrit.sessions.http;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.tigrit.sessions.audit.Audit;
import dev.tigrit.sessions.audit.Operation;
import dev.tigrit.sessions.session.CallerOperation;
import dev.tigrit.sessions.verify.SessionVerifier;
import dev.tigrit.sessions.verify.VerifyOutcome;
import dev.tigrit.starter.caller.Callers;
import dev.tigrit.starter.http.FormBody;
import dev.tigrit.starter.http.Methods;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Verifies a token and answers in the words of RFC 7662. */
@Configuration(proxyBeanMethods = false)
class IntrospectRoutes {

    private static final String PATH = "/v1/introspect";

    private final SessionVerifier verifier;
    private final Callers callers;
    private final Audit audit;
    private final JsonMapper json;
    private final Clock clock;

    IntrospectRoutes(SessionVerifier verifier, Callers callers, Audit audit, JsonMapper json, Clock clock) {
        this.verifier = verifier;
        this.callers = callers;
        this.audit = audit;
        this.json = json;
        this.clock = clock;
    }

    @Bean
    RouterFunction<ServerResponse> introspectRouter() {
        return RouterFunctions.route()
                .POST(PATH, this::introspect)
                .route(path(PATH), Methods.only(HttpMethod.POST))
                .build();
    }

    private Mono<ServerResponse> introspect(ServerRequest request) {
        var http = request.exchange().getRequest();
        return Mono.fromSupplier(() -> callers.requireClient(http.getHeaders(), CallerOperation.INTROSPECT))
                .map(caller -> audit.of(Operation.INTROSPECT, caller))
                .flatMap(attempt -> FormBody.read(http, TokenBody.MAX_BYTES)
                        .map(form -> token(form.getOrDefault("token", "")))
                        .flatMap(token -> verifier.verify(token, clock.instant(), attempt)))
                .flatMap(this::answer);
    }

    private static String token(String token) {
        if (token.isEmpty()) {
            throw new ProblemException(RequestProblem.BAD_REQUEST, "The parameter token is required.");
        }
        return token;
    }

    private Mono<ServerResponse> answer(VerifyOutcome outcome) {
        return switch (outcome) {
            case VerifyOutcome.Valid valid -> ok(Introspection.Active.of(valid.session(), valid.record()));
            case VerifyOutcome.Invalid _ -> ok(Introspection.Inactive.ANSWER);
            case VerifyOutcome.Unknown(var problem) -> Mono.error(problem.exception());
        };
    }

    private Mono<ServerResponse> ok(Introspection introspection) {
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(json.writeValueAsBytes(introspection));
    }
}
