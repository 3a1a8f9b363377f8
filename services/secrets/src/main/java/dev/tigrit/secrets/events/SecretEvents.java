package dev.tigrit.secrets.events;

import dev.tigrit.secrets.caller.AuditLog;
import dev.tigrit.secrets.caller.Callers;
import dev.tigrit.secrets.caller.Decision;
import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import dev.tigrit.secrets.secret.Incarnation;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.starter.caller.Caller;
import dev.tigrit.starter.http.EventStreams;
import dev.tigrit.starter.problem.ProblemException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The stream of one caller: what it may read, as it changes, for as long as it can prove who it is. */
@Component
record SecretEvents(CurrentCatalogue current, Callers callers, EventStreams streams, AuditLog audit, Clock clock) {

    /** A key has that version, in the catalogue of that revision; the incarnation is null when the catalogue has none. */
    record SecretEvent(
            String key,
            long version,
            long revision,
            @Nullable String incarnation) {}

    /** The stream, or null when the header proves no caller; 503 while the key of the caller's token is not known. */
    @Nullable
    Flux<ServerSentEvent<SecretEvent>> open(@Nullable String authorization) {
        var caller = verify(authorization);
        if (authorization == null || caller == null) {
            audit.stream(null, Decision.UNAUTHENTICATED);
            return null;
        }
        audit.stream(caller.name(), Decision.GRANTED);
        return stream(caller, authorization);
    }

    /** Prefetch 1 everywhere: what a slow consumer has not taken is the newest catalogue, not a queue of them. */
    private Flux<ServerSentEvent<SecretEvent>> stream(Caller caller, String authorization) {
        return Flux.defer(() -> {
            var feed = new Feed(caller.name());
            var news = current.changes()
                    .concatMapIterable(feed::news, 1)
                    .map(event -> ServerSentEvent.builder(event).build());
            return streams.open(caller.name(), news, () -> isProved(caller, authorization))
                    .takeUntilOther(current.changes().filter(_ -> !isProved(caller, authorization)))
                    .takeUntilOther(Mono.delay(caller.timeLeft(clock.instant())));
        });
    }

    /** Asked at each event, each beat and each new catalogue: the key that proved the caller may be gone. */
    private boolean isProved(Caller caller, String authorization) {
        try {
            var now = callers.verify(authorization);
            return now != null && now.name().equals(caller.name());
        } catch (ProblemException _) {
            return false;
        }
    }

    private @Nullable Caller verify(@Nullable String authorization) {
        try {
            return callers.verify(authorization);
        } catch (ProblemException e) {
            audit.stream(null, Decision.TRUST_UNAVAILABLE);
            throw e;
        }
    }

    /** What one stream has sent so far. One thread at a time. */
    private static final class Feed {

        private final String caller;

        /** By identity: what has not changed is the same object in the next catalogue, and values need not be compared. */
        private Set<Secret> told = Set.of();

        private Feed(String caller) {
            this.caller = caller;
        }

        /**
         * The caller's keys that are new or that have changed, be it only in their previous versions. A key that is gone is no
         * event: there is no version to tell.
         */
        private List<SecretEvent> news(Catalogue catalogue) {
            var now = Collections.<Secret>newSetFromMap(new IdentityHashMap<>());
            var news = new ArrayList<SecretEvent>();
            var incarnation = catalogue.incarnation().equals(Incarnation.NONE) ? null : catalogue.incarnation();
            for (var served : catalogue.secrets().values()) {
                var secret = served.secret();
                if (served.mayBeReadBy(caller) && now.add(secret) && !told.contains(secret)) {
                    news.add(new SecretEvent(secret.key(), secret.version(), catalogue.revision(), incarnation));
                }
            }
            told = now;
            return news;
        }
    }
}
