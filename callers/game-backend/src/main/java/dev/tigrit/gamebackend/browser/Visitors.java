package dev.tigrit.gamebackend.browser;

import dev.tigrit.gamebackend.client.sessions.SessionsClient;
import dev.tigrit.gamebackend.user.TelegramId;
import dev.tigrit.starter.problem.ProblemCode;
import dev.tigrit.starter.problem.ProblemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
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

    /** The signed-in person; fails with 401 when nobody is, and with 503 when that cannot be told. */
    public Mono<Visit> require(ServerRequest request) {
        var token = cookie.read(request);
        if (token == null) {
            return Mono.error(Visitors::signedOut);
        }
        return sessions.use(token)
                // Sessions may hold those of other issuers' users too; they are nobody here.
                .map(found -> found.filter(session -> TelegramId.isOne(session.userId())))
                .map(found -> new Visit(found.orElseThrow(Visitors::signedOut), token));
    }

    private static ProblemException signedOut() {
        var headers = new HttpHeaders();
        // No registered scheme says "cookie"; a 401 has to name one (RFC 9110 section 15.5.2).
        headers.set(HttpHeaders.WWW_AUTHENTICATE, "Cookie");
        return new ProblemException(Problem.SIGNED_OUT, "There is no live session.", headers);
    }

    private enum Problem implements ProblemCode {
        SIGNED_OUT;

        @Override
        public HttpStatus status() {
            return HttpStatus.UNAUTHORIZED;
        }

        @Override
        public String title() {
            return "Nobody is signed in";
        }
    }
}
