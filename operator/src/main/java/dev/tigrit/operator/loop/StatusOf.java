package dev.tigrit.operator.loop;

import dev.tigrit.operator.api.v1alpha1.ManagedSecretStatus;
import dev.tigrit.operator.desire.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The status that a ManagedSecret should have; a pure function of what it has, so that nothing is written that says the same. */
final class StatusOf {

    static final String READY = "Ready";
    static final String SYNCED = "Synced";

    private StatusOf() {}

    /** The new status; {@code doubted} has a sentence on each replica that is not believed. */
    static ManagedSecretStatus of(
            @Nullable ManagedSecretStatus before,
            Verdict verdict,
            int reached,
            int replicas,
            List<String> doubted,
            Instant now) {
        var generation = verdict.generation();
        var served = verdict.version() > 0;
        // What a generation asks for, not what happens to be served, has to be everywhere.
        var synced = served && verdict.reason().isReady() && replicas > 0 && reached == replicas;
        var reason = syncReason(verdict, replicas, reached, doubted);
        var ready = condition(
                before, READY, verdict.reason().isReady(), verdict.reason().text(), verdict.message(), generation, now);
        var everywhere =
                condition(before, SYNCED, synced, reason, syncMessage(reason, verdict, doubted), generation, now);
        return new ManagedSecretStatus(
                generation,
                List.of(ready, everywhere),
                served ? verdict.version() : null,
                served ? verdict.revision() : null,
                reached + "/" + replicas,
                lastSync(before, verdict, synced, now),
                verdict.nextRotation() == null ? null : verdict.nextRotation().toString());
    }

    private static String syncReason(Verdict verdict, int replicas, int reached, List<String> doubted) {
        if (verdict.version() == 0) {
            return "NothingServed";
        }
        if (!verdict.reason().isReady()) {
            return "NotReady";
        }
        if (replicas == 0) {
            return "NoEndpoints";
        }
        if (reached == replicas) {
            return "Acknowledged";
        }
        return reached + doubted.size() >= replicas ? "ReplicaNotBelieved" : "Pushing";
    }

    private static String syncMessage(String reason, Verdict verdict, List<String> doubted) {
        return switch (reason) {
            case "Acknowledged" -> "every replica serves version " + verdict.version();
            case "NotReady" -> "what is served is not what this generation asks for: see condition Ready";
            default ->
                doubted.isEmpty()
                        ? "not every replica serves it yet"
                        : "not every replica serves it; "
                                + doubted.stream().limit(3).collect(Collectors.joining("; "));
        };
    }

    /** The moment stays as it was until another version has arrived everywhere. */
    private static @Nullable String lastSync(
            @Nullable ManagedSecretStatus before, Verdict verdict, boolean synced, Instant now) {
        var known = before == null ? null : before.lastSync();
        var same = before != null
                && Objects.equals(before.version(), verdict.version())
                && Objects.equals(before.revision(), verdict.revision());
        var wasSynced = find(before, SYNCED);
        return synced && (known == null || !same || wasSynced == null || !"True".equals(wasSynced.getStatus()))
                ? now.truncatedTo(ChronoUnit.SECONDS).toString()
                : known;
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
