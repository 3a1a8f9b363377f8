package dev.tigrit.operator.loop;

import dev.tigrit.operator.api.v1alpha1.ManagedSecretStatus;
import dev.tigrit.operator.desire.Decision.Verdict;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The status that a ManagedSecret should have; a pure function of what it has, so that nothing is written that says the same.
 *
 * @param before null for one that has none yet
 * @param reached how many of the replicas serve it
 * @param doubted a sentence on each replica that is not believed
 */
record StatusOf(
        @Nullable ManagedSecretStatus before,
        Verdict verdict,
        int reached,
        int replicas,
        List<String> doubted,
        Instant now) {

    private static final String READY = "Ready";
    private static final String SYNCED = "Synced";

    ManagedSecretStatus status() {
        var served = verdict.version() > 0;
        // What a generation asks for, not what happens to be served, has to be everywhere.
        var synced = served && verdict.reason().isReady() && replicas > 0 && reached == replicas;
        var reason = syncReason();
        return new ManagedSecretStatus(
                verdict.generation(),
                List.of(
                        condition(
                                READY,
                                verdict.reason().isReady(),
                                verdict.reason().text(),
                                verdict.message()),
                        condition(SYNCED, synced, reason, syncMessage(reason))),
                served ? verdict.version() : null,
                served ? verdict.revision() : null,
                reached + "/" + replicas,
                lastSync(synced),
                verdict.nextRotation() == null ? null : verdict.nextRotation().toString());
    }

    private String syncReason() {
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

    private String syncMessage(String reason) {
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
    private @Nullable String lastSync(boolean synced) {
        if (before == null || !synced) {
            return synced ? seconds() : before == null ? null : before.lastSync();
        }
        var isSame = Objects.equals(before.version(), verdict.version())
                && Objects.equals(before.revision(), verdict.revision())
                && find(before, SYNCED)
                        .filter(known -> "True".equals(known.getStatus()))
                        .isPresent();
        return isSame && before.lastSync() != null ? before.lastSync() : seconds();
    }

    /** Whether condition Ready or the version of this status is another one than what the verdict says. */
    static boolean isNews(@Nullable ManagedSecretStatus before, Verdict now) {
        return before == null
                || find(before, READY)
                        .filter(ready -> now.reason().text().equals(ready.getReason()))
                        .isEmpty()
                || now.version() != Objects.requireNonNullElse(before.version(), 0L);
    }

    private static Optional<Condition> find(@Nullable ManagedSecretStatus status, String type) {
        var conditions = status == null ? null : status.conditions();
        return Objects.requireNonNullElse(conditions, List.<Condition>of()).stream()
                .filter(condition -> type.equals(condition.getType()))
                .findFirst();
    }

    private Condition condition(String type, boolean holds, String reason, String message) {
        var status = holds ? "True" : "False";
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason)
                .withMessage(message)
                .withObservedGeneration(verdict.generation())
                .withLastTransitionTime(find(before, type)
                        .filter(known -> status.equals(known.getStatus()))
                        .map(Condition::getLastTransitionTime)
                        .orElseGet(this::seconds))
                .build();
    }

    private String seconds() {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
