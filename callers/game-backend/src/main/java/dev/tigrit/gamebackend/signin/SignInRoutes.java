package dev.tigrit.gamebackend.signin;

import dev.tigrit.gamebackend.GameProblem;
import dev.tigrit.gamebackend.client.auth.AuthClient;
import dev.tigrit.gamebackend.client.auth.AuthClient.Verified;
import dev.tigrit.gamebackend.client.sessions.SessionsClient;
import dev.tigrit.gamebackend.store.Users;
import dev.tigrit.gamebackend.user.Profile;
import dev.tigrit.gamebackend.user.User;
import dev.tigrit.starter.http.JsonBody;
import dev.tigrit.starter.http.Methods;
import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.log.AuditLine;
import dev.tigrit.starter.log.References;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** initData, Auth, the game's user, Sessions, cookie: the whole way into the game. */
@Configuration(proxyBeanMethods = false)
class SignInRoutes {

    private static final String SIGN_IN = "/v1/sign-in";
    private static final String SIGN_OUT = "/v1/sign-out";
    private static final int MAX_BODY = 20_000;

    private final AuthClient auth;
    private final Users users;
    private final SessionsClient sessions;
    private final Visitors visitors;
    private final References references;

    SignInRoutes(
            AuthClient auth, Users users, SessionsClient sessions, Visitors visitors, KeyRing tokenKeys, Clock clock) {
        this.auth = auth;
        this.users = users;
        this.sessions = sessions;
        this.visitors = visitors;
        this.references = new References(() -> tokenKeys.signing(clock.instant()));
    }

    @Bean
    RouterFunction<ServerResponse> signInAndOut(SameOrigin sameOrigin) {
        return RouterFunctions.route()
                .POST(SIGN_IN, this::signIn)
                .POST(SIGN_OUT, this::signOut)
                .filter(sameOrigin.filter())
                .build()
                .and(RouterFunctions.route(
                        RequestPredicates.path(SIGN_IN).or(RequestPredicates.path(SIGN_OUT)),
                        Methods.only(HttpMethod.POST)));
    }

    private Mono<ServerResponse> signIn(ServerRequest request) {
        return JsonBody.read(request.exchange().getRequest(), MAX_BODY, SignInBody.class)
                .flatMap(body -> auth.verifyInitData(body.requiredInitData()))
                .flatMap(this::ensure)
                .flatMap(user -> open(user, request));
    }

    /** Straight in the store: Auth's ensure-user would only ask this program the same thing over the network. */
    private Mono<User> ensure(Verified verified) {
        return switch (verified) {
            case Verified.Person(var id, var known) -> users.ensure(id, known).map(Users.Ensured::user);
            case Verified.Refused(var code) -> {
                AuditLine.of("refused")
                        .with("operation", "sign-in")
                        .with("reason", code)
                        .write();
                yield Mono.error(GameProblem.refused(code));
            }
        };
    }

    private Mono<ServerResponse> open(User user, ServerRequest request) {
        var device = Device.name(request.headers().firstHeader(HttpHeaders.USER_AGENT));
        return sessions.create(user.telegramId(), device)
                .doOnNext(session -> AuditLine.of("signed in")
                        .with("operation", "sign-in")
                        .with("user", references.of("user", user.telegramId()))
                        .with("session", references.of("session", session.sessionId()))
                        .write())
                .flatMap(session -> endEarlier(request)
                        .then(ServerResponse.ok()
                                .cookie(visitors.cookie(session.token(), session.expiresAt()))
                                .contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(Profile.of(user))));
    }

    /** The browser is about to forget the token it came with; nobody should be able to use it any more. */
    private Mono<Void> endEarlier(ServerRequest request) {
        var earlier = visitors.token(request);
        return earlier == null ? Mono.empty() : sessions.invalidate(earlier).onErrorComplete();
    }

    /** The cookie goes only with the session: somebody who was told "signed out" must be. */
    private Mono<ServerResponse> signOut(ServerRequest request) {
        var token = visitors.token(request);
        var ended = token == null ? Mono.<Void>empty() : sessions.invalidate(token);
        return ended.then(ServerResponse.noContent().cookie(visitors.noCookie()).build());
    }

    /** The body of POST /v1/sign-in: {@code Telegram.WebApp.initData} untouched. */
    record SignInBody(@Nullable String initData) {

        /** What Auth takes at most. */
        private static final int MAX_LENGTH = 8_192;

        SignInBody {
            if (initData == null || initData.isEmpty() || initData.length() > MAX_LENGTH) {
                throw new IllegalArgumentException(
                        "The member init_data has to have 1 to " + MAX_LENGTH + " characters.");
            }
        }

        String requiredInitData() {
            return initData == null ? "" : initData;
        }

        @Override
        public String toString() {
            return "SignInBody[***]";
        }
    }
}
