package dev.tigrit.bot.client.sessions;

import dev.tigrit.bot.client.sessions.SessionsApi.Listed;
import dev.tigrit.starter.client.HttpConnection;
import dev.tigrit.starter.client.ServiceAddress;
import dev.tigrit.starter.loop.BackgroundLoop;
import dev.tigrit.starter.loop.BackgroundWork;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** Asks Sessions where a person is signed in. */
@Component
public final class SessionsClient implements BackgroundWork {

    private static final Logger log = LoggerFactory.getLogger(SessionsClient.class);

    private final SessionsApi api;
    private final HttpConnection connection;

    SessionsClient(WebClient.Builder builder, ConfigurableEnvironment environment) {
        this.connection = ServiceAddress.connect("bot.sessions", "INTERNAL_API_SECRET", environment);
        this.api = connection.toApi(builder, SessionsApi.class);
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

    @Override
    public List<BackgroundLoop> loops() {
        return connection.loops();
    }
}
