package dev.tigrit.bot.client.sessions;

import dev.tigrit.bot.client.sessions.SessionsApi.Listed;
import dev.tigrit.starter.client.ServiceClients;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Asks Sessions where a person is signed in. */
@Component
public final class SessionsClient {

    private static final Logger log = LoggerFactory.getLogger(SessionsClient.class);

    private final SessionsApi api;

    SessionsClient(ServiceClients services) {
        this.api = services.toApi("bot.sessions", "INTERNAL_API_SECRET", SessionsApi.class);
    }

    /** The person's live sessions, newest first; empty when Sessions gives no answer. */
    public Mono<Optional<List<Session>>> list(String userId) {
        return api.list(userId)
                .map(SessionsClient::read)
                .onErrorResume(error -> Mono.fromSupplier(() -> {
                    log.atWarn()
                            .addKeyValue("error", error.getClass().getSimpleName())
                            .log("no answer from Sessions");
                    return Optional.empty();
                }));
    }

    private static Optional<List<Session>> read(ResponseEntity<Listed> response) {
        var listed = response.getBody();
        if (response.getStatusCode().value() == 200 && listed != null && listed.sessions() != null) {
            return Optional.of(listed.sessions());
        }
        log.atError().addKeyValue("status", response.getStatusCode().value()).log("Sessions did not list");
        return Optional.empty();
    }

    /** Where and when a person is signed in. */
    public record Session(@Nullable String device, Instant extendedAt) {}
}
