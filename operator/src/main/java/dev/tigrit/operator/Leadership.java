package dev.tigrit.operator;

import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.config.OperatorConfig.Lease;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Competes for the lease for as long as it is open, also after it was lost; gives it back when it is closed. */
public final class Leadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final KubernetesClient client;
    private final Names names;
    private final Lease lease;
    private final String identity;
    private final Runnable won;
    private final Runnable lost;
    private final Thread thread;
    private volatile boolean leading;
    private volatile boolean closed;
    private volatile @Nullable Future<?> election;

    /**
     * Begins to compete.
     *
     * @param identity that no other replica has
     * @param won is run when this one leads
     * @param lost is run when it no longer does, and has to stop what {@code won} began
     */
    public Leadership(KubernetesClient client, Names names, Lease lease, String identity, Runnable won, Runnable lost) {
        this.client = client;
        this.names = names;
        this.lease = lease;
        this.identity = identity;
        this.won = won;
        this.lost = lost;
        thread = Thread.ofVirtual().name("leadership").start(this::run);
    }

    public boolean isLeading() {
        return leading;
    }

    private void run() {
        try {
            while (!closed) {
                guardedCompete();
                if (!closed) {
                    Thread.sleep(lease.retry());
                }
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** This thread outlives an API server that is unavailable: nobody else would ever compete again. */
    private void guardedCompete() throws InterruptedException {
        try {
            compete();
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue("problem", e.getClass().getSimpleName())
                    .log("no election could be held, it is tried again");
        }
    }

    /** Until the lease is lost. */
    private void compete() throws InterruptedException {
        var config = new LeaderElectionConfigBuilder()
                .withName(names.operator())
                .withLock(new LeaseLock(leaseMetadata(), identity))
                .withLeaseDuration(lease.duration())
                .withRenewDeadline(lease.renew())
                .withRetryPeriod(lease.retry())
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(new LeaderCallbacks(
                        this::begin,
                        this::end,
                        leader -> LOG.atInfo().addKeyValue("leader", leader).log("there is a leader")))
                .build();
        var competing = client.leaderElector().withConfig(config).build().start();
        election = competing;
        if (closed) {
            competing.cancel(true);
        }
        try {
            competing.get();
        } catch (ExecutionException | CancellationException e) {
            LOG.atInfo().addKeyValue("problem", e.getClass().getSimpleName()).log("an election has ended");
        }
    }

    /** Whom it belongs to is written later, with everything else that goes with the Secrets service; a renewal leaves that alone. */
    private ObjectMeta leaseMetadata() {
        return new ObjectMetaBuilder()
                .withNamespace(names.namespace())
                .withName(names.operator())
                .withLabels(names.labels())
                .build();
    }

    private void begin() {
        LOG.atInfo().addKeyValue("identity", identity).log("this replica leads");
        leading = true;
        won.run();
    }

    private void end() {
        if (leading) {
            leading = false;
            lost.run();
            LOG.atInfo().addKeyValue("identity", identity).log("this replica no longer leads");
        }
    }

    @Override
    public void close() {
        closed = true;
        var competing = election;
        if (competing != null) {
            // Releases the lease, so that another replica need not wait for its end.
            competing.cancel(true);
        }
        thread.interrupt();
        end();
    }
}
