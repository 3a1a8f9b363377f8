package dev.tigrit.secrets.mount;

import dev.tigrit.secrets.audit.AuditLog;
import dev.tigrit.secrets.audit.BundleDecision;
import dev.tigrit.secrets.bundle.ServedBundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Offers what is mounted to what is served, and says once what is wrong with it. Used by one thread at a time. */
final class MountOffers {

    private static final Logger log = LoggerFactory.getLogger(MountOffers.class);

    private final MountedBundle mounted;
    private final ServedBundle served;
    private final AuditLog audit;
    private String said = "";

    MountOffers(MountedBundle mounted, ServedBundle served, AuditLog audit) {
        this.audit = audit;
        this.mounted = mounted;
        this.served = served;
    }

    void next() {
        switch (mounted.read()) {
            case MountedBundle.Content.Complete(var bundle) -> {
                said = "";
                audit.mount(bundle.revision(), served.offer(bundle).decision());
            }
            case MountedBundle.Content.Unchanged _ -> {
                // Offered once already.
            }
            case MountedBundle.Content.Absent _ -> {
                if (isNew("no index.json is there")) {
                    log.info("no bundle is mounted yet");
                }
            }
            case MountedBundle.Content.Unusable(var reason) -> {
                if (isNew(reason)) {
                    audit.mount(0, BundleDecision.INVALID);
                    log.atWarn()
                            .addKeyValue("reason", reason)
                            .log("secrets.bundle.directory has no complete bundle, what is served stays");
                }
            }
        }
    }

    /** Polled each second, and between the updates of two sources it is normal: said when it differs from what was said. */
    private boolean isNew(String reason) {
        var differs = !reason.equals(said);
        said = reason;
        return differs;
    }
}
