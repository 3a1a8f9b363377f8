package dev.tigrit.auth.replay;

import dev.tigrit.auth.identity.Digest;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Remembers for all replicas which credentials were used. */
public interface UsedCredentials {

    /**
     * Notes a use of the credential. Of racing calls exactly one is the first.
     *
     * @param lifetime how long to remember it
     * @return whether this is the first use; an error when that is unknown
     */
    Mono<Boolean> use(Digest credential, Duration lifetime);
}
