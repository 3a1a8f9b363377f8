package dev.tigrit.gamebackend.signin;

import dev.tigrit.gamebackend.GameProblem;
import dev.tigrit.gamebackend.client.sessions.SessionsClient;
import dev.tigrit.gamebackend.client.sessions.SessionsClient.Session;
import dev.tigrit.gamebackend.user.TelegramId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/**
 * Who is behind a request, by the session token in the browser. The cookie's prefix makes browsers insist on Secure, Path=/ and no
 * Domain (RFC 6265bis section 4.1.3.2). In Telegram's web client the page is a frame of another site, so the cookie is SameSite=None,
 * and Partitioned: it exists only beneath the site that it was set under, and requests from elsewhere never carry it (CHIPS).
 */
@Component
public final class Visitors {

    /** The name that forward-auth of Sessions looks at by default. */
    static final String NAME = "__Host-session";

    /** Sessions' are at most 150 characters; anything else would only be refused there, or be too large to be asked about. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,512}");

    private final SessionsClient sessions;
    private final Clock clock;

    Visitors(SessionsClient sessions, Clock clock) {
        this.clock = clock;
        this.sessions = sessions;
    }

    /** The session of the signed-in person; fails with 401 when nobody is, and with 503 when that cannot be told. */
    public Mono<Session> require(ServerRequest request) {
        var token = token(request);
        if (token == null) {
            return Mono.error(GameProblem::signedOut);
        }
        return sessions.use(token)
                // Sessions may hold those of other issuers' users too; they are nobody here.
                .map(found -> found.filter(session -> TelegramId.isOne(session.userId())))
                .map(found -> found.orElseThrow(GameProblem::signedOut));
    }

    /** The token that came along; null when there is none, or what cannot be one. */
    @Nullable
    String token(ServerRequest request) {
        var cookie = request.cookies().getFirst(NAME);
        return cookie == null || !TOKEN.matcher(cookie.getValue()).matches() ? null : cookie.getValue();
    }

    ResponseCookie cookie(String token, Instant expiresAt) {
        return cookie(token, Duration.between(clock.instant(), expiresAt));
    }

    /** What makes the browser forget it. */
    ResponseCookie noCookie() {
        return cookie("", Duration.ZERO);
    }

    private static ResponseCookie cookie(String value, Duration life) {
        return ResponseCookie.from(NAME, value)
                .path("/")
                .secure(true)
                .httpOnly(true)
                .sameSite("None")
                .partitioned(true)
                .maxAge(life.isNegative() ? Duration.ZERO : life)
                .build();
    }
}
