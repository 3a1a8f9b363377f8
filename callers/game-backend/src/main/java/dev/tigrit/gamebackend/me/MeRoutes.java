package dev.tigrit.gamebackend.me;

import dev.tigrit.gamebackend.client.sessions.SessionsClient;
import dev.tigrit.gamebackend.client.sessions.SessionsClient.Session;
import dev.tigrit.gamebackend.signin.SameOrigin;
import dev.tigrit.gamebackend.signin.Visitors;
import dev.tigrit.gamebackend.store.Users;
import dev.tigrit.gamebackend.user.KnownFields;
import dev.tigrit.gamebackend.user.Profile;
import dev.tigrit.gamebackend.user.User;
import dev.tigrit.starter.http.Methods;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Everything here is about the person whose session the cookie names, and nobody else. */
@Configuration(proxyBeanMethods = false)
record MeRoutes(Visitors visitors, Users users, SessionsClient sessions, UserTokens tokens) {

    private static final String PROFILE = "/v1/me";
    private static final String TOKEN = "/v1/me/token";
    private static final String DEVICES = "/v1/me/sessions";
    private static final String DEVICE = "/v1/me/sessions/{sessionId}";
    private static final String OTHERS = "/v1/me/sessions/others";

    @Bean
    RouterFunction<ServerResponse> me(SameOrigin sameOrigin) {
        var fromThePage = RouterFunctions.route()
                .POST(TOKEN, this::token)
                .DELETE(OTHERS, this::endOthers)
                .DELETE(DEVICE, this::endOne)
                .filter(sameOrigin.filter())
                .build();
        return RouterFunctions.route()
                .GET(PROFILE, this::profile)
                .GET(DEVICES, this::devices)
                .add(fromThePage)
                .route(
                        RequestPredicates.path(PROFILE).or(RequestPredicates.path(DEVICES)),
                        Methods.only(HttpMethod.GET))
                .route(RequestPredicates.path(TOKEN), Methods.only(HttpMethod.POST))
                .route(RequestPredicates.path(DEVICE), Methods.only(HttpMethod.DELETE))
                .build();
    }

    private Mono<ServerResponse> profile(ServerRequest request) {
        return visitors.require(request).flatMap(this::user).flatMap(user -> json(Profile.of(user)));
    }

    /** Sessions outlive a database that was restored from an older backup: then the person is made again. */
    private Mono<User> user(Session session) {
        return users.find(session.userId())
                .switchIfEmpty(Mono.defer(() ->
                        users.ensure(session.userId(), KnownFields.nothing()).map(Users.Ensured::user)));
    }

    private Mono<ServerResponse> token(ServerRequest request) {
        return visitors.require(request).map(tokens::sign).flatMap(MeRoutes::json);
    }

    private Mono<ServerResponse> devices(ServerRequest request) {
        return visitors.require(request)
                .flatMap(current ->
                        sessions.list(current.userId()).flatMap(list -> json(Devices.of(list, current.sessionId()))));
    }

    private Mono<ServerResponse> endOne(ServerRequest request) {
        var wanted = request.pathVariable("sessionId");
        return visitors.require(request)
                .flatMap(current -> sessions.list(current.userId()))
                .map(own -> requireOwn(own, wanted))
                .flatMap(sessions::end)
                .then(ServerResponse.noContent().build());
    }

    private Mono<ServerResponse> endOthers(ServerRequest request) {
        return visitors.require(request)
                .flatMap(current -> sessions.endOthers(current.userId(), current.sessionId()))
                .then(ServerResponse.noContent().build());
    }

    /** Sessions ends whatever id the Game names, so the Game names a person's own only. */
    private static String requireOwn(List<Session> own, String wanted) {
        return own.stream()
                .map(Session::sessionId)
                .filter(wanted::equals)
                .findFirst()
                .orElseThrow(() ->
                        new ProblemException(RequestProblem.NOT_FOUND, "The signed-in person has no such session."));
    }

    private static Mono<ServerResponse> json(Object body) {
        return ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(body);
    }

    /** Schema Devices of the contract. */
    record Devices(List<Device> sessions) {

        static Devices of(List<Session> sessions, String current) {
            return new Devices(sessions.stream()
                    .map(session -> Device.of(session, current))
                    .toList());
        }

        record Device(
                String sessionId,
                @Nullable String device,
                Instant createdAt,
                Instant lastUsedAt,
                Instant expiresAt,
                boolean current) {

            static Device of(Session session, String current) {
                return new Device(
                        session.sessionId(),
                        session.device(),
                        session.createdAt(),
                        session.extendedAt(),
                        session.expiresAt(),
                        session.sessionId().equals(current));
            }
        }
    }
}
