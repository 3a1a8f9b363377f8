package dev.tigrit.gamebackend.signin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * The session token in the browser. The prefix makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis section
 * 4.1.3.2). In Telegram's web client the page is a frame of another site, so the cookie is SameSite=None, and Partitioned: it
 * exists only beneath the site that it was set under, and requests from elsewhere never carry it (CHIPS).
 */
@Component
final class SessionCookie {

    /** The name that forward-auth of Sessions looks at by default. */
    static final String NAME = "__Host-session";

    /** Sessions' are at most 150 characters; anything else would only be refused there, or be too large to be asked about. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{1,512}");

    private final Clock clock;

    SessionCookie(Clock clock) {
        this.clock = clock;
    }

    /** The token that came along; null when there is none, or what cannot be one. */
    @Nullable
    String read(ServerRequest request) {
        var cookie = request.cookies().getFirst(NAME);
        return cookie == null || !TOKEN.matcher(cookie.getValue()).matches() ? null : cookie.getValue();
    }

    ResponseCookie of(String token, Instant expiresAt) {
        return cookie(token, Duration.between(clock.instant(), expiresAt));
    }

    /** What makes the browser forget it. */
    ResponseCookie gone() {
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
