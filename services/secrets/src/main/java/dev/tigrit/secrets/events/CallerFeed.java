package dev.tigrit.secrets.events;

import dev.tigrit.secrets.caller.ReadersProperties;
import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.ServedSecret;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one caller's stream has said so far, and what is new in a later catalogue. For one stream, one thread at a time. */
final class CallerFeed {

    private final ReadersProperties readers;
    private final String caller;
    private Map<String, ServedSecret> told = Map.of();

    CallerFeed(ReadersProperties readers, String caller) {
        this.readers = readers;
        this.caller = caller;
    }

    /**
     * The caller's keys that are new or that have changed, be it only in their previous versions. A key that is gone is no event:
     * there is no version to tell.
     */
    List<SecretEvent> news(Catalogue catalogue) {
        var now = new HashMap<String, ServedSecret>();
        var news = new ArrayList<SecretEvent>();
        for (var served : catalogue.all()) {
            var secret = served.secret();
            if (readers.mayRead(caller, secret.key())) {
                now.put(secret.key(), served);
                if (!served.equals(told.get(secret.key()))) {
                    news.add(new SecretEvent(secret.key(), secret.version(), catalogue.revision()));
                }
            }
        }
        told = now;
        return news;
    }
}
