package dev.tigrit.gamebackend.signin;

import dev.tigrit.gamebackend.GameProblem;
import dev.tigrit.gamebackend.client.sessions.Session;
import dev.tigrit.gamebackend.client.sessions.SessionsClient;
import dev.tigrit.gamebackend.user.TelegramId;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Who is behind a request. */
@Component
public final class Visitors {

    private final SessionCookie cookie;
    private final SessionsClient sessions;

    Visitors(SessionCookie cookie, SessionsClient sessions) {
        this.cookie = cookie;
        this.sessions = sessions;
    }

    /** The session of the signed-in person; fails with 401 when nobody is, and with 503 when that cannot be told. */
    public Mono<Session> require(ServerRequest request) {
        var token = cookie.read(request);
        if (token == null) {
            return Mono.error(GameProblem::signedOut);
        }
        return sessions.use(token)
                // Sessions may hold those of other issuers' users too; they are nobody here.
                .map(found -> found.filter(session -> TelegramId.isOne(session.userId())))
                .map(found -> found.orElseThrow(GameProblem::signedOut));
    }
}
