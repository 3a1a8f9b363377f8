package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.api.model.Secret;
import org.jspecify.annotations.Nullable;

/** Passes on to whoever leads just now, if anybody here does. */
public final class Relay implements Changes {

    private volatile @Nullable Changes target;

    /** @param listening null for nobody */
    public void to(@Nullable Changes listening) {
        target = listening;
    }

    /** Something may have been missed. */
    public void everything() {
        sources();
        endpoints();
        bundleDeleted();
    }

    @Override
    public void sources() {
        var listening = target;
        if (listening != null) {
            listening.sources();
        }
    }

    @Override
    public void endpoints() {
        var listening = target;
        if (listening != null) {
            listening.endpoints();
        }
    }

    @Override
    public void bundle(Secret secret) {
        var listening = target;
        if (listening != null) {
            listening.bundle(secret);
        }
    }

    @Override
    public void bundleDeleted() {
        var listening = target;
        if (listening != null) {
            listening.bundleDeleted();
        }
    }
}
