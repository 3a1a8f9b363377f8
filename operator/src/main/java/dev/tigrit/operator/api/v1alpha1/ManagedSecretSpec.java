package dev.tigrit.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a key is and where it comes from; the descriptions below are the documentation that {@code kubectl explain} prints.
 *
 * @param readers null when left out
 * @param deletionPolicy null only in documents that have not passed the API server, which fills in the default
 * @param encoding as deletionPolicy
 */
@ValidationRule(value = "has(self.secretRef) != has(self.generate)", message = "exactly one of secretRef and generate")
@ValidationRule(
        value = "!has(self.rotation) || !has(self.rotation.interval) || has(self.generate)",
        message = "rotation.interval is for generate only: who writes the Secret rotates it",
        fieldPath = ".rotation")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ManagedSecretSpec(
        @Required
        @Pattern("^[A-Z][A-Z0-9_]{0,127}$")
        @Size(max = 128)
        @ValidationRule(value = "self == oldSelf", message = "key is immutable")
        @JsonPropertyDescription("Name of the key in the Secrets service. Cannot be changed.")
        String key,

        @JsonPropertyDescription(
                "The value is in a Secret of the same namespace that is labelled secrets.tigrit.dev/sync=true.")
        @Nullable
        SecretRef secretRef,

        @JsonPropertyDescription(
                "The operator makes 32 random bytes as base64url and keeps them in a Secret of the same namespace."
                        + " Only in the namespace of the release.")
        @Nullable
        Generate generate,

        @Default("utf8")
        @JsonPropertyDescription("utf8: the value is text, one line break at its end is not part of it."
                + " base64: the value is the bytes as they are.")
        @Nullable
        Encoding encoding,

        @JsonPropertyDescription("How one value gives way to the next.") @Nullable
        Rotation rotation,

        @Min(1)
        @Max(1_000_000_000)
        @JsonPropertyDescription(
                "Versions below this one are no longer served as previous. When the current version is below"
                        + " it, a generated value is replaced at once, and the next value gets at least this version.")
        @Nullable
        Long revokeBefore,

        @Size(max = 64)
        @JsonPropertyDescription("Who may read the key: <namespace>/<serviceaccount>, or internal for holders of"
                + " INTERNAL_API_SECRET. Empty: nobody.")
        @Nullable
        List<
                        @Pattern("^(internal|[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?/[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)$")
                        @Size(max = 317) String>
                readers,

        @Default("Retain")
        @JsonPropertyDescription("Whether the generated Secret stays when this object is deleted.")
        @Nullable
        DeletionPolicy deletionPolicy) {

    /** DNS subdomain (RFC 1123), as the API server wants names of Secrets. */
    private static final String NAME = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";

    /** How a value is written in JSON; never guessed. */
    public enum Encoding {
        @JsonProperty("utf8")
        UTF8,
        @JsonProperty("base64")
        BASE64
    }

    /** What becomes of a generated Secret when its ManagedSecret is deleted. The key itself goes from the bundle either way. */
    public enum DeletionPolicy {
        @JsonProperty("Retain")
        RETAIN,
        @JsonProperty("Delete")
        DELETE
    }

    /** A data key of a Secret in the same namespace. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SecretRef(
            @Required @Pattern(NAME) @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the Secret.")
            String name,

            @Pattern("^[-._a-zA-Z0-9]+$")
            @Size(max = 253)
            @JsonPropertyDescription("Key within the Secret's data; spec.key when left out.")
            @Nullable
            String key) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Generate(
            @Pattern(NAME)
            @Size(max = 253)
            @JsonPropertyDescription(
                    "Name of the Secret that keeps the value under spec.key; this object's name when left out."
                            + " A Secret of that name that is already there is used if it is labelled secrets.tigrit.dev/sync=true;"
                            + " one that the operator has not made is never written.")
            @Nullable
            String secretName) {}

    /** How one value gives way to the next. Durations are written in hours, minutes and seconds: {@code 720h}, {@code 1h30m}. */
    @ValidationRule(
            value = "!has(self.interval) || has(self.overlap) && duration(self.overlap) > duration('0s')",
            message = "interval needs an overlap: without one each rotation would refuse what was signed before it")
    @ValidationRule(
            value = "!has(self.interval) || !has(self.overlap) || duration(self.interval)"
                    + " > duration(self.overlap) + duration(self.publishAhead)",
            message = "interval must be longer than overlap and publishAhead together")
    @ValidationRule(
            value = "!has(self.interval) || duration(self.interval) >= duration('1m')",
            message = "interval must be at least 1m")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Rotation(
            @Pattern(Rotation.DURATION)
            @Size(max = 20)
            @JsonPropertyDescription("A generated value is replaced when it is this old. Left out: never by itself.")
            @Nullable
            String interval,

            @Pattern(Rotation.DURATION)
            @Size(max = 20)
            @JsonPropertyDescription(
                    "How long a value is still accepted after the first use of the next one. Left out or 0s: not"
                            + " at all, the next value is used at once.")
            @Nullable
            String overlap,

            @Default("60s")
            @Pattern(Rotation.DURATION)
            @Size(max = 20)
            @JsonPropertyDescription(
                    "How long the next value is known to everybody before it is used. Without an overlap it has no"
                            + " effect.")
            @Nullable
            String publishAhead) {

        static final String DURATION =
                "^[0-9]{1,6}h([0-9]{1,6}m)?([0-9]{1,6}s)?$|^[0-9]{1,6}m([0-9]{1,6}s)?$|^[0-9]{1,6}s$";

        /** As in the schema, for documents that have not passed the API server. */
        private static final Duration PUBLISH_AHEAD = Duration.ofSeconds(60);

        public @Nullable Duration intervalOrNever() {
            return interval == null ? null : parse(interval);
        }

        public Duration overlapOrNone() {
            return overlap == null ? Duration.ZERO : parse(overlap);
        }

        public Duration publishAheadOrDefault() {
            return publishAhead == null ? PUBLISH_AHEAD : parse(publishAhead);
        }

        private static Duration parse(String text) {
            return Duration.parse("PT" + text);
        }
    }
}
