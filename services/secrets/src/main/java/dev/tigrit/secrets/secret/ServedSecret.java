package dev.tigrit.secrets.secret;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A secret together with its answer, rendered once and again only when a previous version in it ends. */
public final class ServedSecret {

    private final Secret secret;
    private final AtomicReference<Rendering> rendering;

    public ServedSecret(Secret secret, Instant now) {
        this.secret = secret;
        this.rendering = new AtomicReference<>(Rendering.of(secret, now));
    }

    public Secret secret() {
        return secret;
    }

    /** The answer at that moment. */
    public Rendering at(Instant now) {
        var held = rendering.get();
        if (held.isValidAt(now)) {
            return held;
        }
        // Two readers may both render here: they come to the same bytes.
        var next = Rendering.of(secret, now);
        rendering.set(next);
        return next;
    }
}
