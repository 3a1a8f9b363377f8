package dev.tigrit.operator;

import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.config.OperatorConfig.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Competes for the lease for as long as it is open, also after it was lost; gives it back when it is closed. */
final class Leadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

    private final KubernetesClient client;
    private final LeaderElectionConfig config;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Future<?> election;

    /** @param lost is run when this one no longer leads, and has to stop what {@code won} began */
    Leadership(KubernetesClient client, Names names, Lease lease, String identity, Runnable won, Runnable lost) {
        this.client = client;
        // Whom it belongs to is written later, with everything else that goes with the Secrets service; a renewal
        // leaves that alone.
        var meta = Names.metadata(names.namespace(), names.operator()).build();
        config = new LeaderElectionConfigBuilder()
                .withName(names.operator())
                .withLock(new LeaseLock(meta, identity))
                .withLeaseDuration(lease.duration())
                .withRenewDeadline(lease.renew())
                .withRetryPeriod(lease.retry())
                .withReleaseOnCancel(true)
                .withLeaderCallbacks(new LeaderCallbacks(
                        won,
                        lost,
                        leader -> LOG.atInfo().addKeyValue("leader", leader).log("there is a leader")))
                .build();
        thread = Thread.ofVirtual().name("leadership").start(this::run);
    }

    private void run() {
        try {
            while (!closed) {
                compete();
                Thread.sleep(config.getRetryPeriod());
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    /** Until the lease is lost. Goes on when the API server is unavailable: nobody else would ever compete again. */
    private void compete() throws InterruptedException {
        try {
            var competing = client.leaderElector().withConfig(config).build().start();
            election = competing;
            if (closed) {
                competing.cancel(true);
            }
            competing.get();
        } catch (ExecutionException | RuntimeException e) {
            LOG.atInfo().addKeyValue("problem", e.getClass().getSimpleName()).log("an election has ended");
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
    }
}
