package dev.tigrit.auth.replay;

import dev.tigrit.auth.replay.ReplayGuard.UsedCredentials;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** The store of a test: it can be away. */
public final class UsedInMemory implements UsedCredentials {

    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private volatile Duration lastLifetime = Duration.ZERO;
    private volatile boolean away;

    @Override
    public Mono<Boolean> use(String credential, Duration lifetime) {
        return Mono.defer(() -> {
            lastLifetime = lifetime;
            return away ? Mono.error(new IllegalStateException("away")) : Mono.just(used.add(credential));
        });
    }

    public void goAway() {
        away = true;
    }

    Duration lastLifetime() {
        return lastLifetime;
    }
}
