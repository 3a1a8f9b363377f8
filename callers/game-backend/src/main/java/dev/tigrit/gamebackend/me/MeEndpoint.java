package dev.tigrit.gamebackend.me;

import dev.tigrit.gamebackend.browser.Visit;
import dev.tigrit.gamebackend.browser.Visitors;
import dev.tigrit.gamebackend.client.sessions.Session;
import dev.tigrit.gamebackend.client.sessions.SessionsClient;
import dev.tigrit.gamebackend.store.Users;
import dev.tigrit.gamebackend.user.EnsuredUser;
import dev.tigrit.gamebackend.user.KnownFields;
import dev.tigrit.gamebackend.user.User;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Everything here is about the person whose session the cookie names, and nobody else. */
@Component
final class MeEndpoint {

    private final Visitors visitors;
    private final Users users;
    private final SessionsClient sessions;

    MeEndpoint(Visitors visitors, Users users, SessionsClient sessions) {
        this.visitors = visitors;
        this.users = users;
        this.sessions = sessions;
    }

    Mono<ServerResponse> profile(ServerRequest request) {
        return visitors.require(request).flatMap(this::user).flatMap(user -> json(Profile.of(user)));
    }

    /** Sessions outlive a database that was restored from an older backup: then the person is made again. */
    private Mono<User> user(Visit visit) {
        return users.find(visit.userId())
                .switchIfEmpty(Mono.defer(() ->
                        users.ensure(visit.userId(), KnownFields.nothing()).map(EnsuredUser::user)));
    }

    Mono<ServerResponse> devices(ServerRequest request) {
        return visitors.require(request)
                .flatMap(visit -> sessions.list(visit.userId())
                        .flatMap(list -> json(Devices.of(list, visit.session().sessionId()))));
    }

    Mono<ServerResponse> endOne(ServerRequest request) {
        var wanted = request.pathVariable("sessionId");
        return visitors.require(request)
                .flatMap(visit -> sessions.list(visit.userId()))
                .map(own -> requireOwn(own, wanted))
                .flatMap(sessions::end)
                .then(ServerResponse.noContent().build());
    }

    Mono<ServerResponse> endOthers(ServerRequest request) {
        return visitors.require(request)
                .flatMap(visit ->
                        sessions.endOthers(visit.userId(), visit.session().sessionId()))
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
}
