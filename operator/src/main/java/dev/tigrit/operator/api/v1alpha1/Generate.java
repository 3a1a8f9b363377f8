package dev.tigrit.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A value of the operator's own making. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Generate(
        @Pattern(SecretRef.NAME)
        @Size(max = 253)
        @JsonPropertyDescription(
                "Name of the Secret that keeps the value under spec.key; this object's name when left out."
                        + " A Secret of that name that is already there is used if it is labelled secrets.tigrit.dev/sync=true;"
                        + " one that the operator has not made is never written.")
        @Nullable
        String secretName) {}
