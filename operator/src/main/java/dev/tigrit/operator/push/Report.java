package dev.tigrit.operator.push;

import dev.tigrit.operator.bundle.Bundle;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replica serves.
 *
 * @param revision 0 before its first bundle
 * @param digest of the whole bundle, null before the first one
 * @param versions by key
 */
record Report(long revision, @Nullable String digest, Map<String, Long> versions) {

    /** Whether it is of a later revision than this bundle, or of another bundle under its number. */
    boolean isAheadOf(Bundle bundle) {
        return revision > bundle.revision()
                || (revision == bundle.revision()
                        && revision > 0
                        && !bundle.digest().equals(digest));
    }
}
