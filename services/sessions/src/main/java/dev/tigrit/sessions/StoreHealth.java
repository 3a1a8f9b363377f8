package dev.tigrit.sessions;

import dev.tigrit.sessions.session.SessionProblem;
import dev.tigrit.sessions.session.StoreUnavailableException;
import dev.tigrit.sessions.store.SessionStore;
import dev.tigrit.starter.http.HealthCheck;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * {@code /health} says whether the store answers now; it is asked at most four times a second. Readiness waits for its first answer
 * only: an outage later is the same for every replica, and without ready replicas clients would get no 503 but no connection. Liveness
 * does not ask, since a restart repairs nothing.
 */
@Component("storeHealthIndicator")
class StoreHealth implements HealthCheck, ReactiveHealthIndicator {

    private static final Duration MEMORY = Duration.ofMillis(250);

    private final AtomicBoolean answered = new AtomicBoolean();
    private final Mono<Boolean> answers;

    StoreHealth(SessionStore store) {
        answers = store.ping()
                .thenReturn(true)
                .onErrorReturn(StoreUnavailableException.class, false)
                .cache(MEMORY);
    }

    @Override
    public Mono<Void> check() {
        return answers.flatMap(up -> up ? Mono.empty() : Mono.error(SessionProblem.STORE_UNAVAILABLE.exception()));
    }

    @Override
    public Mono<Health> health() {
        return (answered.get() ? Mono.just(true) : answers.doOnNext(up -> answered.compareAndSet(false, up)))
                .map(up -> (up ? Health.up() : Health.down()).build());
    }
}
