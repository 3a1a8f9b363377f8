package dev.tigrit.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a generated Secret when its ManagedSecret is deleted. The key itself goes from the bundle either way. */
public enum DeletionPolicy {
    @JsonProperty("Retain")
    RETAIN,
    @JsonProperty("Delete")
    DELETE
}
