package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** Tells of the Secrets of the bundle, most of which are written by the operator itself. */
record Touched(Changes changes) implements ResourceEventHandler<Secret> {

    @Override
    public void onAdd(Secret added) {
        changes.bundle(added);
    }

    @Override
    public void onUpdate(Secret before, Secret after) {
        changes.bundle(after);
    }

    @Override
    public void onDelete(Secret deleted, boolean finalStateUnknown) {
        changes.bundleDeleted();
    }
}
