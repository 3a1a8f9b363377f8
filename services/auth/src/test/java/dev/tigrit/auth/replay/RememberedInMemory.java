package dev.tigrit.auth.replay;

import dev.tigrit.auth.identity.Digest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** The store of a test: it can be away. */
public final class RememberedInMemory implements SeenCredentials {

    private final Map<Digest, String> holders = new ConcurrentHashMap<>();
    private volatile Duration lastLifetime = Duration.ZERO;
    private volatile boolean away;

    @Override
    public Mono<Seen> present(Digest credential, String holder, Duration lifetime) {
        return Mono.defer(() -> {
            lastLifetime = lifetime;
            if (away) {
                return Mono.error(new IllegalStateException("away"));
            }
            var first = holders.putIfAbsent(credential, holder);
            return Mono.just(first == null ? Seen.FIRST : first.equals(holder) ? Seen.BY_THE_SAME : Seen.BY_ANOTHER);
        });
    }

    public void goAway() {
        away = true;
    }

    Duration lastLifetime() {
        return lastLifetime;
    }

    Map<Digest, String> holders() {
        return holders;
    }
}
