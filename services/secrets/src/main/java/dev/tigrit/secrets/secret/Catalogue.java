package dev.tigrit.secrets.secret;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All secrets at one revision; never changes.
 *
 * @param incarnation of the bundle, or {@link Incarnation#NONE}
 * @param secrets by key, in the order of their keys
 */
public record Catalogue(String incarnation, long revision, Map<String, ServedSecret> secrets) {

    /** What is there before the first load; a loaded catalogue has a positive revision. */
    public static final Catalogue UNLOADED = new Catalogue(0, Map.of());

    public Catalogue {
        secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
    }

    public Catalogue(long revision, Map<String, ServedSecret> secrets) {
        this(Incarnation.NONE, revision, secrets);
    }

    public boolean isLoaded() {
        return revision > 0;
    }

    public @Nullable ServedSecret find(String key) {
        return secrets.get(key);
    }
}
