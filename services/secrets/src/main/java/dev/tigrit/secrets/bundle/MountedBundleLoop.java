package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.caller.AuditLog;
import dev.tigrit.secrets.caller.BundleDecision;
import dev.tigrit.secrets.secret.InvalidDocumentException;
import dev.tigrit.secrets.secret.SecretsProperties;
import dev.tigrit.starter.loop.BackgroundLoop;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Polls the mounted bundle for the life of the service, and offers it to what is served. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty("secrets.bundle.directory")
class MountedBundleLoop {

    private static final Logger log = LoggerFactory.getLogger(MountedBundleLoop.class);

    private final MountedBundle mounted;
    private final ServedBundle served;
    private final AuditLog audit;
    private String logged = "";

    MountedBundleLoop(SecretsProperties properties, ServedBundle served, AuditLog audit) {
        this.mounted = new MountedBundle(properties.requireBundleDirectory());
        this.served = served;
        this.audit = audit;
    }

    @Bean
    BackgroundLoop mountLoop(SecretsProperties properties) {
        return BackgroundLoop.ofBlocking("mount", properties.pollInterval(), this::next);
    }

    private void next() {
        try {
            var bundle = mounted.read();
            if (bundle != null) {
                logged = "";
                audit.mount(bundle.revision(), served.offer(bundle).decision());
            }
        } catch (NoSuchFileException _) {
            if (isNew("index.json is absent")) {
                log.info("no bundle is mounted yet");
            }
        } catch (InvalidDocumentException e) {
            unusable(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            // Its message may hold a path, which says nothing more than the property does.
            unusable("cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private void unusable(String reason) {
        if (isNew(reason)) {
            audit.mount(0, BundleDecision.INVALID);
            log.atWarn()
                    .addKeyValue("reason", reason)
                    .log("secrets.bundle.directory has no complete bundle, keeping the current one");
        }
    }

    /** The folder is polled each second, and it may be incomplete between the updates of two sources: logged on change only. */
    private boolean isNew(String reason) {
        var differs = !reason.equals(logged);
        logged = reason;
        return differs;
    }
}
