package dev.tigrit.operator.watch;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** Passes on that something has changed, not what: the next pass looks at everything. */
record Told<T>(Runnable changed) implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T added) {
        changed.run();
    }

    @Override
    public void onUpdate(T before, T after) {
        changed.run();
    }

    @Override
    public void onDelete(T deleted, boolean finalStateUnknown) {
        changed.run();
    }
}
