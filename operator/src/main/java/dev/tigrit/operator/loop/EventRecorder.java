package dev.tigrit.operator.loop;

import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.desire.Verdict;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Events on the objects that claim keys, one for each change of state. */
final class EventRecorder {

    private static final DateTimeFormatter MICRO = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'");
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

    private static final int MAX_NOTE = 1024;

    private static final int EVENTS = 100;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    /** How many were written since then, by namespace. */
    private final Map<String, Integer> written = new HashMap<>();

    private Instant since = Instant.MIN;
    private final KubernetesClient client;
    private final InstantSource clock;
    private final String instance;

    EventRecorder(KubernetesClient client, InstantSource clock, String instance) {
        this.client = client;
        this.clock = clock;
        this.instance = instance;
    }

    void record(Verdict verdict) {
        var claim = verdict.claim();
        var reason = verdict.reason();
        var note = verdict.key().isEmpty() ? verdict.message() : verdict.key() + ": " + verdict.message();
        if (!isPermitted(claim.namespace())) {
            LOG.atDebug().addKeyValue("namespace", claim.namespace()).log("too many Events, one is not written");
            return;
        }
        var event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName(claim.name() + "-")
                .withNamespace(claim.namespace())
                .endMetadata()
                .withEventTime(new MicroTime(MICRO.format(clock.instant().atOffset(ZoneOffset.UTC))))
                .withReportingController(Names.MANAGER)
                .withReportingInstance(instance)
                .withAction("Sync")
                .withReason(reason.text())
                .withType(reason.isProblem() ? "Warning" : "Normal")
                .withNote(note.length() > MAX_NOTE ? note.substring(0, MAX_NOTE) : note)
                .withNewRegarding()
                .withApiVersion(claim.apiVersion())
                .withKind(claim.kind())
                .withNamespace(claim.namespace())
                .withName(claim.name())
                .withUid(claim.uid())
                .endRegarding()
                .build();
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            LOG.atWarn().addKeyValue("status", e.getCode()).log("an Event cannot be written");
        }
    }

    /** A Secret with thousands of keys must not write thousands of Events. */
    private boolean isPermitted(String namespace) {
        var now = clock.instant();
        if (now.minus(WINDOW).isAfter(since)) {
            since = now;
            written.clear();
        }
        return written.merge(namespace, 1, Integer::sum) <= EVENTS;
    }
}
