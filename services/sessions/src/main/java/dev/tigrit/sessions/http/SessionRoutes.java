package dev.tigrit.sessions.http;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.tigrit.sessions.session.SessionsProperties;
import dev.tigrit.sessions.session.Tokens;
import dev.tigrit.sessions.store.RevocationFeed;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.sessions.verify.SessionVerifier;
import dev.tigrit.starter.direct.DirectCall;
import dev.tigrit.starter.http.EventStreams;
import dev.tigrit.starter.http.Methods;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The addresses of services/sessions/openapi.yaml. */
@Configuration(proxyBeanMethods = false)
class SessionRoutes {

    /** No other address below {@code /v1/sessions} is as long as an id. */
    private static final String ONE = "/v1/sessions/{" + EndSessions.SESSION_ID + ":[A-Za-z0-9_-]{43}}";

    private static final String OF_USER = "/v1/users/{user_id}/sessions";

    @Bean
    SessionVerifier sessionVerifier(Tokens tokens, SessionStore store, RevocationFeed feed) {
        return new SessionVerifier(tokens, store::find, feed::reportSuperseded);
    }

    /** For calls with large answers. They use at most half of the processors; the others are for single calls. */
    @Bean(destroyMethod = "dispose")
    Scheduler largeAnswers() {
        return Schedulers.newParallel(
                "large-answers", Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    @Bean
    RouterFunction<ServerResponse> verifyRouter(VerifyBatch many, Introspect introspect) {
        return Methods.route(HttpMethod.POST, "/v1/sessions/verify-batch", many::handle)
                .and(Methods.route(HttpMethod.POST, "/v1/introspect", introspect::handle));
    }

    @Bean
    RouterFunction<ServerResponse> sessionRouter(
            ExtendSession extend, RotateSession rotate, EndSessions end, ListSessions list) {
        return Methods.route(HttpMethod.POST, "/v1/sessions/extend", extend::handle)
                .and(Methods.route(HttpMethod.POST, "/v1/sessions/rotate", rotate::handle))
                .and(Methods.route(HttpMethod.POST, "/v1/sessions/invalidate", end::byToken))
                .and(Methods.route(HttpMethod.DELETE, ONE, end::byId))
                .and(RouterFunctions.route()
                        .GET(OF_USER, list::handle)
                        .DELETE(OF_USER, end::ofUser)
                        .route(path(OF_USER), Methods.only(HttpMethod.GET, HttpMethod.DELETE))
                        .build());
    }

    @Bean
    RouterFunction<ServerResponse> eventRouter(FollowEvents events) {
        return Methods.route(HttpMethod.GET, "/v1/events", events::handle);
    }

    @Bean
    EventStreams eventStreams(SessionsProperties properties) {
        return new EventStreams(properties.events().heartbeat());
    }

    @Bean
    DirectCall create(CreateSession create) {
        return new DirectCall("POST", "/v1/sessions", TokenBody.MAX_BYTES, create::handle);
    }

    @Bean
    DirectCall verify(VerifySession verify) {
        return new DirectCall("POST", "/v1/sessions/verify", TokenBody.MAX_BYTES, verify::handle);
    }

    @Bean
    DirectCall forwardAuthCall(ForwardAuth forwardAuth) {
        return new DirectCall(null, ForwardAuth.PREFIX, 0, forwardAuth::answer);
    }
}
