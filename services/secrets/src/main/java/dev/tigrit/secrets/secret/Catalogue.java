package dev.tigrit.secrets.secret;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All secrets at one revision; never changes. */
public final class Catalogue {

    /** What is there before the first load; a loaded catalogue has a positive revision. */
    public static final Catalogue UNLOADED = new Catalogue(0, Map.of());

    private final String incarnation;
    private final long revision;
    private final Map<String, ServedSecret> secrets;

    /** A catalogue without an incarnation. */
    public Catalogue(long revision, Map<String, ServedSecret> secrets) {
        this(Incarnation.NONE, revision, secrets);
    }

    /** @param incarnation of the bundle, or {@link Incarnation#NONE} */
    public Catalogue(String incarnation, long revision, Map<String, ServedSecret> secrets) {
        this.incarnation = incarnation;
        this.revision = revision;
        this.secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
    }

    public String incarnation() {
        return incarnation;
    }

    public long revision() {
        return revision;
    }

    public boolean isLoaded() {
        return revision > 0;
    }

    public @Nullable ServedSecret find(String key) {
        return secrets.get(key);
    }

    /** In the order of their keys. */
    public Collection<ServedSecret> all() {
        return secrets.values();
    }
}
