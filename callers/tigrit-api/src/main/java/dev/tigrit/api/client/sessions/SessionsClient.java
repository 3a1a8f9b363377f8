package dev.tigrit.api.client.sessions;

import dev.tigrit.api.client.Asked;
import dev.tigrit.api.client.HttpApi;
import dev.tigrit.api.client.sessions.SessionsApi.Session;
import dev.tigrit.api.client.sessions.SessionsApi.Token;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Asks Sessions whose a session token is, and keeps the session alive by its use; never fails. */
@Component
public final class SessionsClient {

    private static final Logger log = LoggerFactory.getLogger(SessionsClient.class);

    private final SessionsApi api;
    private final Clock clock;

    SessionsClient(SessionsProperties properties, WebClient.Builder builder, Clock clock) {
        this.api = HttpApi.of(builder, properties.url(), properties.timeout(), SessionsApi.class);
        this.clock = clock;
    }

    public Mono<Asked> whose(String token) {
        return api.verify(new Token(token))
                .flatMap(response ->
                        isDue(response.getBody()) ? extend(token).thenReturn(response) : Mono.just(response))
                .map(SessionsClient::read)
                .onErrorResume(error -> Mono.fromSupplier(() -> {
                    log.atWarn()
                            .addKeyValue("error", error.getClass().getSimpleName())
                            .log("no answer from Sessions");
                    return new Asked.Unknown();
                }));
    }

    private boolean isDue(@Nullable Session session) {
        return session != null
                && session.extendAfter() != null
                && !clock.instant().isBefore(session.extendAfter());
    }

    /** That it fails does not refuse a valid session; the next use tries again. */
    private Mono<Void> extend(String token) {
        return api.extend(new Token(token)).then().onErrorComplete();
    }

    private static Asked read(ResponseEntity<Session> response) {
        var status = response.getStatusCode().value();
        var session = response.getBody();
        if (status == 200 && session != null && session.userId() != null) {
            return new Asked.Person(session.userId());
        }
        if (status == 401) {
            return new Asked.Nobody();
        }
        log.atWarn().addKeyValue("status", status).log("no verdict from Sessions");
        return new Asked.Unknown();
    }
}
