package dev.tigrit.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a ManagedSecret. Never holds a value or a digest of one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManagedSecretStatus(
        @JsonPropertyDescription("Generation of the spec that this status tells of.") @Nullable
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready: the source is good and its value is in the bundle. Synced: every replica of the Secrets"
                        + " service has it.")
        @Nullable
        List<Condition> conditions,

        @JsonPropertyDescription("Version of the value that is served; grows by one with each change.") @Nullable
        Long version,

        @JsonPropertyDescription("Bundle revision that brought this version.") @Nullable
        Long revision,

        @JsonPropertyDescription("Replicas that have it, of all replicas: n/m.") @Nullable
        String endpoints,

        @JsonPropertyDescription("When the last replica acknowledged it.") @Nullable
        String lastSync,

        @JsonPropertyDescription("When a generated value is replaced next.") @Nullable
        String nextRotation) {}
