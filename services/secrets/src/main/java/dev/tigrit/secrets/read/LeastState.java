package dev.tigrit.secrets.read;

import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.Incarnation;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The least state of the catalogue that is recent enough for a caller, as the caller wrote it.
 *
 * @param revision null for any
 * @param incarnation that the revision is of, null when the caller does not say; then the numbers alone count
 */
record LeastState(@Nullable String revision, @Nullable String incarnation) {

    private static final Pattern REVISION = Pattern.compile("[0-9]{1,18}");

    boolean isValid() {
        return (revision == null || REVISION.matcher(revision).matches())
                && (incarnation == null || Incarnation.isValid(incarnation));
    }

    /** A later incarnation is recent enough whatever its revision. */
    boolean isReachedBy(Catalogue catalogue) {
        var order = incarnation == null ? 0 : catalogue.incarnation().compareTo(incarnation);
        return order == 0 ? revision == null || Long.parseLong(revision) <= catalogue.revision() : order > 0;
    }
}
