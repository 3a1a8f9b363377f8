package dev.tigrit.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

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
