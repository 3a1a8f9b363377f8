package dev.tigrit.secrets.read;

import dev.tigrit.secrets.caller.ReadersProperties;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import dev.tigrit.secrets.secret.Secret;
import dev.tigrit.secrets.secret.ServedSecret;
import java.util.List;
import org.springframework.stereotype.Component;

/** Names and versions that a caller may read; no values. */
@Component
final class SecretList {

    private final CurrentCatalogue current;
    private final ReadersProperties readers;

    SecretList(CurrentCatalogue current, ReadersProperties readers) {
        this.current = current;
        this.readers = readers;
    }

    /** What a list comes to. */
    sealed interface Listing {

        /** The answer. */
        record Names(List<Entry> secrets, long revision) implements Listing {}

        /** Nothing is loaded yet. */
        record NotYet() implements Listing {}
    }

    /**
     * One name.
     *
     * @param key of the secret
     * @param version of its current value
     */
    record Entry(String key, long version) {}

    Listing of(String caller) {
        var catalogue = current.get();
        if (!catalogue.isLoaded()) {
            return new Listing.NotYet();
        }
        var entries = catalogue.all().stream()
                .map(ServedSecret::secret)
                .filter(secret -> readers.mayRead(caller, secret.key()))
                .map(SecretList::entry)
                .toList();
        return new Listing.Names(entries, catalogue.revision());
    }

    private static Entry entry(Secret secret) {
        return new Entry(secret.key(), secret.version());
    }
}
