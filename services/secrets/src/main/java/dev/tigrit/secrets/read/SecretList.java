package dev.tigrit.secrets.read;

import dev.tigrit.secrets.audit.AuditLog;
import dev.tigrit.secrets.audit.Decision;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.ServedSecret;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Names and versions that a caller may read, no values; each list leaves an audit line. */
@Component
final class SecretList {

    private final CurrentCatalogue current;
    private final AuditLog audit;

    SecretList(CurrentCatalogue current, AuditLog audit) {
        this.current = current;
        this.audit = audit;
    }

    /** What a list comes to. */
    sealed interface Listing {

        /** The answer. */
        record Names(List<Entry> secrets, long revision) implements Listing {}

        /** Nothing is loaded yet. */
        record NotYet() implements Listing {}

        /** The caller has no name. */
        record Unauthenticated() implements Listing {}
    }

    /**
     * One name.
     *
     * @param key of the secret
     * @param version of its current value
     */
    record Entry(String key, long version) {}

    /** @param caller its name, or null when it proved none */
    Listing of(@Nullable String caller) {
        if (caller == null) {
            audit.list(null, Decision.UNAUTHENTICATED);
            return new Listing.Unauthenticated();
        }
        var catalogue = current.get();
        if (!catalogue.isLoaded()) {
            audit.list(caller, Decision.NOT_YET);
            return new Listing.NotYet();
        }
        var entries = catalogue.all().stream()
                .filter(served -> served.mayBeReadBy(caller))
                .map(ServedSecret::secret)
                .map(SecretList::entry)
                .toList();
        audit.list(caller, Decision.GRANTED);
        return new Listing.Names(entries, catalogue.revision());
    }

    /** Records a list for a caller of whom it cannot be told yet who it is. */
    void unknownTrust() {
        audit.list(null, Decision.TRUST_UNAVAILABLE);
    }

    private static Entry entry(Secret secret) {
        return new Entry(secret.key(), secret.version());
    }
}
