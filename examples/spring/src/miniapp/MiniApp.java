package miniapp;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** The back end of a Mini App: initData in, a session in a cookie out. ../README.md says what it does and how to run it. */
@SpringBootApplication
@ConfigurationPropertiesScan
@RestController
class MiniApp {

    private static final Logger log = LoggerFactory.getLogger(MiniApp.class);
    private static final String COOKIE = "__Host-session";

    record Identity(String userId) {}

    record Created(String token, Instant expiresAt) {}

    @ResponseStatus(HttpStatus.UNAUTHORIZED)
    static class Refused extends RuntimeException {}

    private final NearCache cache;
    private final Caller caller;
    private final RestClient auth;
    private final RestClient sessions;

    MiniApp(RestClient.Builder clients, NearCache cache, Caller caller, Settings settings) {
        this.cache = cache;
        this.caller = caller;
        var requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build());
        requests.setReadTimeout(Duration.ofSeconds(2));
        clients.requestFactory(requests);
        auth = clients.clone().baseUrl(settings.authUrl()).build();
        sessions = clients.clone().baseUrl(settings.sessionsUrl()).build();
    }

    // No other site can send POST with Authorization, or DELETE: browsers ask first (CORS), and the answer is no.
    @PostMapping("/api/session")
    ResponseEntity<Void> signIn(
            @RequestHeader(value = "Authorization", defaultValue = "") String authorization,
            @RequestHeader(value = "User-Agent", defaultValue = "") String agent) {
        if (!authorization.startsWith("tma ")) {
            throw new Refused();
        }
        var identity = send(auth.post().uri("/v1/verify").header("Authorization", authorization), Identity.class);
        var session = Map.of("user_id", identity.userId(), "device", agent.substring(0, Math.min(agent.length(), 100)));
        // Without `send`: a refusal here is of this service, not of the user, so it is a 503.
        var created = sessions.post().uri("/v1/sessions").headers(caller).body(session).retrieve().body(Created.class);
        return withCookie(created.token(), Duration.between(Instant.now(), created.expiresAt()));
    }

    @GetMapping("/api/me")
    Map<String, String> me(@CookieValue(name = COOKIE, defaultValue = "") String token) {
        return Map.of("user_id", signedIn(token).userId());
    }

    @DeleteMapping("/api/session")
    ResponseEntity<Void> signOut(@CookieValue(name = COOKIE, defaultValue = "") String token) {
        try {
            call("invalidate", token, Void.class);
        } catch (Refused ended) {
            log.debug("the session has ended already");
        }
        // After a 503 the session may still be valid, so the cookie stays.
        cache.drop((cached, session) -> cached.equals(token));
        return withCookie("", Duration.ZERO);
    }

    private Session signedIn(String token) {
        return cache.get(token).orElseGet(() -> verify(token));
    }

    private Session verify(String token) {
        var seen = cache.changes();
        var session = call("verify", token, Session.class);
        if (!Instant.now().isBefore(session.extendAfter())) {
            try {
                session = session.extended(call("extend", token, Session.class));
            } catch (Refused | RestClientException failure) {
                log.warn("the session is valid, and was not extended: {}", failure.toString());
            }
        }
        cache.put(token, session, seen);
        return session;
    }

    private <T> T call(String what, String token, Class<T> type) {
        if (token.isEmpty()) {
            throw new Refused();
        }
        return send(sessions.post().uri("/v1/sessions/" + what).body(Map.of("token", token)), type);
    }

    /** 400, 413, 431: what the client sent cannot be a credential. Everything else says nothing about the user. */
    private static <T> T send(RestClient.RequestHeadersSpec<?> request, Class<T> type) {
        try {
            return request.retrieve().body(type);
        } catch (HttpClientErrorException failure) {
            throw Set.of(400, 401, 413, 431).contains(failure.getStatusCode().value()) ? new Refused() : failure;
        }
    }

    @ExceptionHandler
    ResponseEntity<Void> unavailable(RestClientException failure) {
        log.warn("Auth or Sessions is not available: {}", failure.toString());
        return ResponseEntity.status(503).header(HttpHeaders.RETRY_AFTER, "1").build();
    }

    private static ResponseEntity<Void> withCookie(String value, Duration life) {
        // In Telegram's web client the page is a frame of another site, where a cookie needs SameSite=None and Partitioned.
        var cookie = ResponseCookie.from(COOKIE, value).path("/").maxAge(life).secure(true).httpOnly(true)
                .sameSite("None").partitioned(true).build();
        return ResponseEntity.noContent().header(HttpHeaders.SET_COOKIE, cookie.toString()).build();
    }

    public static void main(String[] args) {
        SpringApplication.run(MiniApp.class, args);
    }
}
