package dev.tigrit.sessions;

import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.StoreUnavailableException;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.starter.http.HealthCheck;
import java.time.Duration;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Whether the store answers. However many ask, it is asked four times a second at most. */
@Component
class StoreProbe implements HealthCheck {

    private static final Duration MEMORY = Duration.ofMillis(250);

    private final Mono<Boolean> answers;

    StoreProbe(SessionStore store) {
        answers = store.ping()
                .thenReturn(true)
                .onErrorReturn(StoreUnavailableException.class, false)
                .cache(MEMORY);
    }

    Mono<Boolean> answers() {
        return answers;
    }

    @Override
    public Mono<Void> check() {
        return answers.flatMap(up -> up ? Mono.empty() : Mono.error(SessionProblem.STORE_UNAVAILABLE.exception()));
    }
}
