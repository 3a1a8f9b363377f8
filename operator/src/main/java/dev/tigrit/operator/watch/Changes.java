package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.api.model.Secret;

/** Who is told that something has changed; on the informers' threads, so each of them only takes a note. */
public interface Changes {

    /** A ManagedSecret or a labelled Secret. */
    void sources();

    /** Replicas of the Secrets service. */
    void endpoints();

    /** A Secret of the bundle was written. */
    void bundle(Secret secret);

    /** A Secret of the bundle was deleted. */
    void bundleDeleted();
}
