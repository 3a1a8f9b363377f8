package dev.tigrit.secrets.events;

import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.Secret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one caller's stream has said so far, and what is new in a later catalogue. For one stream, one thread at a time. */
final class CallerFeed {

    private final String caller;
    private Map<String, Secret> told = Map.of();

    CallerFeed(String caller) {
        this.caller = caller;
    }

    /**
     * The caller's keys that are new or that have changed, be it only in their previous versions. A key that is gone is no event:
     * there is no version to tell.
     */
    List<SecretEvent> news(Catalogue catalogue) {
        var now = new HashMap<String, Secret>();
        var news = new ArrayList<SecretEvent>();
        for (var served : catalogue.all()) {
            var secret = served.secret();
            if (served.mayBeReadBy(caller)) {
                now.put(secret.key(), secret);
                if (!secret.equals(told.get(secret.key()))) {
                    news.add(new SecretEvent(secret.key(), secret.version(), catalogue.revision()));
                }
            }
        }
        told = now;
        return news;
    }
}
