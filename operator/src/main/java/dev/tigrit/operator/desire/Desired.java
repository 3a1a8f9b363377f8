package dev.tigrit.operator.desire;

import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Claim;
import dev.tigrit.operator.bundle.SecretValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What should be.
 *
 * @param bundle the one that was passed in when nothing has to change
 * @param isChanged whether it has to be stored
 * @param toGenerate values that have to be made before they can be in a bundle
 * @param verdicts one for each candidate
 * @param wake when the answer changes by time alone, null for never
 */
public record Desired(
        Bundle bundle,
        boolean isChanged,
        List<SecretToGenerate> toGenerate,
        List<Verdict> verdicts,
        @Nullable Instant wake) {

    /**
     * A generated Secret to write.
     *
     * @param restored the value of the operator's making that is served although its Secret is gone, or null for a new one
     * @param replaced the value that the new one replaces, or null when there is no Secret; another one is somebody's edit and stays.
     *     The same as restored when only the Secret's owner has to change
     */
    public record SecretToGenerate(
            String key,
            Claim claim,
            @Nullable SecretValue restored,
            @Nullable SecretValue replaced) {}
}
