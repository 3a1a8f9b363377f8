package dev.tigrit.secrets.events;

import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.Incarnation;
import dev.tigrit.secrets.secret.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one caller's stream has sent so far, and what is new in a later catalogue. For one stream, one thread at a time. */
final class CallerFeed {

    /**
     * One state of one key.
     *
     * @param key its name
     * @param version of its current value
     * @param revision of the catalogue that has it
     * @param incarnation of that catalogue, null when it has none
     */
    record SecretEvent(
            String key,
            long version,
            long revision,
            @Nullable String incarnation) {}

    private final String caller;

    /** By identity: what has not changed is the same object in the next catalogue, and values need not be compared. */
    private Set<Secret> told = Set.of();

    CallerFeed(String caller) {
        this.caller = caller;
    }

    /**
     * The caller's keys that are new or that have changed, be it only in their previous versions. A key that is gone is no event:
     * there is no version to tell.
     */
    List<SecretEvent> news(Catalogue catalogue) {
        var now = Collections.<Secret>newSetFromMap(new IdentityHashMap<>());
        var news = new ArrayList<SecretEvent>();
        var incarnation = catalogue.incarnation().equals(Incarnation.NONE) ? null : catalogue.incarnation();
        for (var served : catalogue.all()) {
            if (served.mayBeReadBy(caller)) {
                var secret = served.secret();
                now.add(secret);
                if (!told.contains(secret)) {
                    news.add(new SecretEvent(secret.key(), secret.version(), catalogue.revision(), incarnation));
                }
            }
        }
        told = now;
        return news;
    }
}
