package dev.tigrit.operator.watch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Something has happened. However often it is raised before somebody waits, it is seen once. */
public final class Signal {

    private final Semaphore raised = new Semaphore(0);

    public void raise() {
        raised.release();
    }

    /** Waits until it is raised, or that long, and forgets what was raised before. Returns whether it was raised. */
    public boolean await(Duration atMost) throws InterruptedException {
        var seen = raised.tryAcquire(Math.max(0, atMost.toMillis()), TimeUnit.MILLISECONDS);
        if (seen) {
            raised.drainPermits();
        }
        return seen;
    }
}
