package dev.tigrit.secrets.bundle;

import dev.tigrit.secrets.caller.BundleDecision;
import dev.tigrit.secrets.secret.Catalogue;
import dev.tigrit.secrets.secret.CurrentCatalogue;
import dev.tigrit.secrets.secret.ServedSecret;
import java.time.Clock;
import java.util.HashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/**
 * The bundle that is served. Whatever its source, only a newer one replaces it, and always as a whole: one of a later incarnation, or of
 * a higher revision in the same one. So two writers, or mount and push, come to the same result in any order.
 */
@Component
@ConditionalOnProperty("secrets.bundle.directory")
public final class ServedBundle {

    private final CurrentCatalogue current;
    private final Clock clock;
    private final AtomicReference<@Nullable Bundle> served = new AtomicReference<>();

    public ServedBundle(CurrentCatalogue current, Clock clock) {
        this.current = current;
        this.clock = clock;
    }

    /** What became of an offered bundle, {@code LOADED}, {@code UNCHANGED}, {@code STALE} or {@code CONFLICT}; and what is served then. */
    public record Acceptance(BundleDecision decision, Bundle served) {}

    public @Nullable Bundle get() {
        return served.get();
    }

    /** Offers come from the mount and from pushes; they are decided one after the other. No reader waits here. */
    public synchronized Acceptance offer(Bundle next) {
        var held = served.get();
        var order = held == null ? 1 : order(next, held);
        if (held != null && order < 0) {
            return new Acceptance(BundleDecision.STALE, held);
        }
        if (held != null && order == 0) {
            var same = next.digest().equals(held.digest());
            return new Acceptance(same ? BundleDecision.UNCHANGED : BundleDecision.CONFLICT, held);
        }
        current.replace(catalogue(next));
        served.set(next);
        return new Acceptance(BundleDecision.LOADED, next);
    }

    private static int order(Bundle next, Bundle held) {
        var incarnations = next.incarnation().compareTo(held.incarnation());
        return incarnations == 0 ? Long.compare(next.revision(), held.revision()) : incarnations;
    }

    /** What has not changed keeps its rendered answer, and is no event. In a new incarnation everything has changed. */
    private Catalogue catalogue(Bundle bundle) {
        var before = current.get().incarnation().equals(bundle.incarnation()) ? current.get() : Catalogue.UNLOADED;
        var now = clock.instant();
        var secrets = new HashMap<String, ServedSecret>();
        for (var entry : bundle.byKey().values()) {
            var held = before.find(entry.key());
            secrets.put(
                    entry.key(),
                    held != null && held.secret().equals(entry.secret())
                            ? held.withReaders(entry.readers())
                            : new ServedSecret(entry.secret(), entry.readers(), bundle.incarnation(), now));
        }
        return new Catalogue(bundle.incarnation(), bundle.revision(), secrets);
    }
}
