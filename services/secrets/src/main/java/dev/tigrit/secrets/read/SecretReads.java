package dev.tigrit.secrets.read;

import dev.tigrit.secrets.caller.AuditLog;
import dev.tigrit.secrets.caller.Decision;
import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import dev.tigrit.secrets.secret.Incarnation;
import dev.tigrit.secrets.secret.Rendering;
import dev.tigrit.secrets.secret.ServedSecret;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides a read or a list and leaves its audit line. The answer of an unchanged secret is ready: nothing is rendered here. */
@Component
record SecretReads(CurrentCatalogue current, AuditLog audit, Clock clock) {

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

    /** What a read or a list comes to. */
    sealed interface Outcome {

        record Names(List<Entry> secrets, long revision) implements Outcome {}

        /** The caller gets the value. */
        record Found(Rendering rendering, long revision) implements Outcome {}

        /** The caller holds this state already. */
        record NotModified(String etag, long revision) implements Outcome {}

        /** No such key, or not for this caller: the two cannot be told apart. */
        record NotFound(long revision) implements Outcome {}

        /** The catalogue is older than the caller needs, or not there yet. */
        record NotYet(long revision) implements Outcome {}

        /** The least revision is not a number. */
        record MalformedRevision() implements Outcome {}

        record Unauthenticated() implements Outcome {}
    }

    record Entry(String key, long version) {}

    /**
     * @param caller its name, or null when it proved none
     * @param key as the client sent it
     * @param ifNoneMatch entity tags the caller holds (RFC 9110 section 13.1.2), or null
     * @param least the state that is recent enough for the caller
     */
    Outcome read(@Nullable String caller, String key, @Nullable String ifNoneMatch, LeastState least) {
        if (caller == null) {
            audit.read(null, key, 0, Decision.UNAUTHENTICATED);
            return new Outcome.Unauthenticated();
        }
        if (!least.isValid()) {
            audit.read(caller, key, 0, Decision.MALFORMED);
            return new Outcome.MalformedRevision();
        }
        var catalogue = current.get();
        if (!catalogue.isLoaded() || !least.isReachedBy(catalogue)) {
            // Before the look-up: a key may be unknown just because this replica is behind.
            audit.read(caller, key, 0, Decision.NOT_YET);
            return new Outcome.NotYet(catalogue.revision());
        }
        return find(catalogue, caller, key, ifNoneMatch);
    }

    /** Records a read by a caller that cannot be verified yet. */
    void trustUnavailable(String key) {
        audit.read(null, key, 0, Decision.TRUST_UNAVAILABLE);
    }

    private Outcome find(Catalogue catalogue, String caller, String key, @Nullable String ifNoneMatch) {
        var served = catalogue.find(key);
        if (served == null) {
            audit.read(caller, key, 0, Decision.UNKNOWN);
            return new Outcome.NotFound(catalogue.revision());
        }
        var version = served.secret().version();
        if (!served.mayBeReadBy(caller)) {
            audit.read(caller, key, version, Decision.DENIED);
            return new Outcome.NotFound(catalogue.revision());
        }
        var rendering = served.at(clock.instant());
        if (ifNoneMatch != null && matches(ifNoneMatch, rendering.etag())) {
            audit.read(caller, key, version, Decision.NOT_MODIFIED);
            return new Outcome.NotModified(rendering.etag(), catalogue.revision());
        }
        audit.read(caller, key, version, Decision.GRANTED);
        return new Outcome.Found(rendering, catalogue.revision());
    }

    /** Names and versions that the caller may read, no values; the caller is null when it proved no name. */
    Outcome list(@Nullable String caller) {
        if (caller == null) {
            audit.list(null, Decision.UNAUTHENTICATED);
            return new Outcome.Unauthenticated();
        }
        var catalogue = current.get();
        if (!catalogue.isLoaded()) {
            audit.list(caller, Decision.NOT_YET);
            return new Outcome.NotYet(catalogue.revision());
        }
        var entries = catalogue.secrets().values().stream()
                .filter(served -> served.mayBeReadBy(caller))
                .map(ServedSecret::secret)
                .map(secret -> new Entry(secret.key(), secret.version()))
                .toList();
        audit.list(caller, Decision.GRANTED);
        return new Outcome.Names(entries, catalogue.revision());
    }

    /** Records a list for a caller that cannot be verified yet. */
    void listTrustUnavailable() {
        audit.list(null, Decision.TRUST_UNAVAILABLE);
    }

    /** Weak comparison (RFC 9110 section 8.8.3.2). Our tags hold no comma, so one inside a foreign tag does no harm. */
    private static boolean matches(String ifNoneMatch, String etag) {
        if (ifNoneMatch.equals(etag)) {
            return true;
        }
        for (var member : ifNoneMatch.split(",", -1)) {
            var tag = member.strip();
            if (tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(etag)) {
                return true;
            }
        }
        return false;
    }
}
