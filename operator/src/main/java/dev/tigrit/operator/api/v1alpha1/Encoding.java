package dev.tigrit.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a value is written in JSON; never guessed. */
public enum Encoding {
    @JsonProperty("utf8")
    UTF8,
    @JsonProperty("base64")
    BASE64
}
