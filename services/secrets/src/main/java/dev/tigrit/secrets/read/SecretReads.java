package dev.tigrit.secrets.read;

import dev.tigrit.secrets.audit.AuditLog;
import dev.tigrit.secrets.audit.Decision;
import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Decides a read and leaves its audit line. The answer of an unchanged secret is ready: nothing is rendered here. */
@Component
final class SecretReads {

    private final CurrentCatalogue current;
    private final AuditLog audit;
    private final Clock clock;

    SecretReads(CurrentCatalogue current, AuditLog audit, Clock clock) {
        this.current = current;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param caller its name, or null when it proved none
     * @param key as the client sent it
     * @param ifNoneMatch entity tags the caller holds (RFC 9110 section 13.1.2), or null
     * @param least the state that is recent enough for the caller
     */
    ReadOutcome read(@Nullable String caller, String key, @Nullable String ifNoneMatch, LeastState least) {
        if (caller == null) {
            audit.read(null, key, 0, Decision.UNAUTHENTICATED);
            return new ReadOutcome.Unauthenticated();
        }
        if (!least.isValid()) {
            audit.read(caller, key, 0, Decision.MALFORMED);
            return new ReadOutcome.MalformedRevision();
        }
        var catalogue = current.get();
        if (!catalogue.isLoaded() || !least.isReachedBy(catalogue)) {
            // Before the look-up: a key may be unknown just because this replica is behind.
            audit.read(caller, key, 0, Decision.NOT_YET);
            return new ReadOutcome.NotYet(catalogue.revision());
        }
        return find(catalogue, caller, key, ifNoneMatch);
    }

    /** Records a read by a caller of whom it cannot be told yet who it is. */
    void unknownTrust(String key) {
        audit.read(null, key, 0, Decision.TRUST_UNAVAILABLE);
    }

    private ReadOutcome find(Catalogue catalogue, String caller, String key, @Nullable String ifNoneMatch) {
        var served = catalogue.find(key);
        if (served == null) {
            audit.read(caller, key, 0, Decision.UNKNOWN);
            return new ReadOutcome.NotFound(catalogue.revision());
        }
        var version = served.secret().version();
        if (!served.mayBeReadBy(caller)) {
            audit.read(caller, key, version, Decision.DENIED);
            return new ReadOutcome.NotFound(catalogue.revision());
        }
        var rendering = served.at(clock.instant());
        if (ifNoneMatch != null && matches(ifNoneMatch, rendering.etag())) {
            audit.read(caller, key, version, Decision.NOT_MODIFIED);
            return new ReadOutcome.NotModified(rendering.etag(), catalogue.revision());
        }
        audit.read(caller, key, version, Decision.GRANTED);
        return new ReadOutcome.Found(rendering, catalogue.revision());
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
