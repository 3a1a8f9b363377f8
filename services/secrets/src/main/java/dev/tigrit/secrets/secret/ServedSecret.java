package dev.tigrit.secrets.secret;

import dev.tigrit.starter.caller.CallerVerifier;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** A secret with its readers and its answer, rendered once and again only when a previous version in it ends. */
public final class ServedSecret {

    /** Two names of Kubernetes objects (RFC 1123 labels and subdomains). */
    private static final Pattern SERVICE_ACCOUNT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}/[a-z0-9][a-z0-9.-]{0,252}");

    private final Secret secret;
    private final Set<String> readers;
    private final String incarnation;
    private final AtomicReference<Rendering> rendering;

    /** @param readers the callers that may read it, {@code <namespace>/<serviceaccount>} or {@code internal} */
    public ServedSecret(Secret secret, Set<String> readers, Instant now) {
        this(secret, readers, Incarnation.NONE, now);
    }

    /** @param incarnation that its versions are of, or {@link Incarnation#NONE} */
    public ServedSecret(Secret secret, Set<String> readers, String incarnation, Instant now) {
        this(secret, readers, incarnation, new AtomicReference<>(Rendering.of(secret, incarnation, now)));
    }

    private ServedSecret(Secret secret, Set<String> readers, String incarnation, AtomicReference<Rendering> rendering) {
        this.secret = secret;
        this.readers = Set.copyOf(readers);
        this.incarnation = incarnation;
        this.rendering = rendering;
    }

    public ServedSecret withReaders(Set<String> others) {
        return readers.equals(others) ? this : new ServedSecret(secret, others, incarnation, rendering);
    }

    public Secret secret() {
        return secret;
    }

    /** Whether a reader can be written so: {@code internal}, or {@code <namespace>/<serviceaccount>}. */
    public static boolean isReader(String name) {
        return name.equals(CallerVerifier.INTERNAL)
                || SERVICE_ACCOUNT.matcher(name).matches();
    }

    /** The internal caller never reads the key that makes it one: who holds a copy gains no later version of it. */
    public boolean mayBeReadBy(String caller) {
        return readers.contains(caller)
                && !(secret.key().equals(KeyName.INTERNAL_API_SECRET) && caller.equals(CallerVerifier.INTERNAL));
    }

    public Rendering at(Instant now) {
        var held = rendering.get();
        if (held.isValidAt(now)) {
            return held;
        }
        // Two readers may both render here: they come to the same bytes.
        var next = Rendering.of(secret, incarnation, now);
        rendering.set(next);
        return next;
    }
}
