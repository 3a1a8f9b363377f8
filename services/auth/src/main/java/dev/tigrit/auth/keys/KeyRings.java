package dev.tigrit.auth.keys;

import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.Sensitive;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Finds the ring of a key, or null when the key is not available. */
@FunctionalInterface
public interface KeyRings {
    /** @param rule returns the value, or throws IllegalStateException naming the key when it is unusable */
    @Nullable
    KeyRing find(String name, BiFunction<String, Sensitive, Sensitive> rule);
}
