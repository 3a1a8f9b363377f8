package dev.tigrit.operator.status;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretStatus;
import dev.tigrit.operator.desire.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The status that a ManagedSecret should have; a pure function of what it has, so that nothing is written that says the same. */
final class StatusOf {

    static final String READY = "Ready";
    static final String SYNCED = "Synced";

    private StatusOf() {}

    /**
     * The new status.
     *
     * @param reached replicas that serve this version
     * @param replicas all of them
     */
    static ManagedSecretStatus of(ManagedSecret document, Verdict verdict, int reached, int replicas, Instant now) {
        var before = document.getStatus();
        var generation = Objects.requireNonNullElse(document.getMetadata().getGeneration(), 0L);
        var served = verdict.version() > 0;
        var synced = served && replicas > 0 && reached == replicas;
        var ready = condition(
                before, READY, verdict.reason().isReady(), verdict.reason().text(), verdict.message(), generation, now);
        var everywhere = condition(
                before,
                SYNCED,
                synced,
                syncReason(served, replicas, synced),
                synced ? "every replica serves version " + verdict.version() : "not every replica serves it yet",
                generation,
                now);
        return new ManagedSecretStatus(
                generation,
                List.of(ready, everywhere),
                served ? verdict.version() : null,
                served ? verdict.revision() : null,
                reached + "/" + replicas,
                lastSync(before, verdict, synced, now),
                verdict.nextRotation() == null ? null : verdict.nextRotation().toString());
    }

    private static String syncReason(boolean served, int replicas, boolean synced) {
        if (!served) {
            return "NothingServed";
        }
        if (replicas == 0) {
            return "NoEndpoints";
        }
        return synced ? "Acknowledged" : "Pushing";
    }

    /** The moment stays as it was until another version has arrived everywhere. */
    private static @Nullable String lastSync(
            @Nullable ManagedSecretStatus before, Verdict verdict, boolean synced, Instant now) {
        var known = before == null ? null : before.lastSync();
        var same = before != null
                && Objects.equals(before.version(), verdict.version())
                && Objects.equals(before.revision(), verdict.revision());
        return synced && (known == null || !same || !isTrue(before, SYNCED))
                ? now.truncatedTo(ChronoUnit.SECONDS).toString()
                : known;
    }

    static boolean isTrue(@Nullable ManagedSecretStatus status, String type) {
        var condition = find(status, type);
        return condition != null && "True".equals(condition.getStatus());
    }

    static @Nullable Condition find(@Nullable ManagedSecretStatus status, String type) {
        var conditions = status == null ? null : status.conditions();
        return conditions == null
                ? null
                : conditions.stream()
                        .filter(condition -> type.equals(condition.getType()))
                        .findFirst()
                        .orElse(null);
    }

    private static Condition condition(
            @Nullable ManagedSecretStatus before,
            String type,
            boolean holds,
            String reason,
            String message,
            long generation,
            Instant now) {
        var status = holds ? "True" : "False";
        var known = find(before, type);
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withObservedGeneration(generation)
                .withLastTransitionTime(
                        known != null && status.equals(known.getStatus())
                                ? known.getLastTransitionTime()
                                : now.truncatedTo(ChronoUnit.SECONDS).toString())
                .build();
    }
}
