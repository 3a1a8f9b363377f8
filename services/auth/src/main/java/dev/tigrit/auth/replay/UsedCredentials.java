package dev.tigrit.auth.replay;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Remembers for all replicas which credentials were used. */
public interface UsedCredentials {

    /**
     * Notes a use of the credential. Of racing calls exactly one is the first.
     *
     * @param credential digest of what was signed
     * @param lifetime how long to remember it
     * @return whether this is the first use; an error when that is unknown
     */
    Mono<Boolean> use(String credential, Duration lifetime);
}
