package dev.tigrit.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/** A data key of a Secret in the same namespace. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretRef(
        @Required @Pattern(SecretRef.NAME) @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the Secret.")
        String name,

        @Pattern("^[-._a-zA-Z0-9]+$")
        @Size(max = 253)
        @JsonPropertyDescription("Key within the Secret's data; spec.key when left out.")
        @Nullable
        String key) {

    /** DNS subdomain (RFC 1123), as the API server wants names of Secrets. */
    static final String NAME = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
}
