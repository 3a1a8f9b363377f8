package dev.tigrit.auth.replay;

import dev.tigrit.auth.identity.Digest;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Remembers for all replicas who presented a credential first. */
public interface SeenCredentials {

    /** What was known before. */
    enum Seen {
        FIRST,
        BY_THE_SAME,
        BY_ANOTHER
    }

    /**
     * Notes that the holder presents the credential, unless somebody did before. Of racing calls exactly one is the first.
     *
     * @param lifetime how long to remember it
     * @return what was known; an error when that cannot be told
     */
    Mono<Seen> present(Digest credential, String holder, Duration lifetime);
}
