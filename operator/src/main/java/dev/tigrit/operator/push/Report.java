package dev.tigrit.operator.push;

import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.Incarnation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replica serves.
 *
 * @param incarnation of the bundle that it serves
 * @param revision 0 before its first bundle
 * @param digest of the whole bundle, null before the first one
 * @param versions by key
 */
record Report(
        Incarnation incarnation, long revision, @Nullable String digest, Map<String, Long> versions) {

    /** Whether it is of a later incarnation or revision than this bundle, or of another bundle under its number. */
    boolean isAheadOf(Bundle bundle) {
        var order = revision == 0 ? 1 : bundle.order(incarnation, revision);
        return order < 0 || (order == 0 && !bundle.digest().equals(digest));
    }

    boolean isOfSameBundle(Report other) {
        return incarnation.equals(other.incarnation) && revision == other.revision;
    }
}
