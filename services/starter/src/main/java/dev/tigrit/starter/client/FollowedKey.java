package dev.tigrit.starter.client;

import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.Sensitive;
import java.util.function.BiFunction;

/**
 * A key to be kept up to date.
 *
 * @param rule returns the value, or throws IllegalStateException naming the key when it is unusable
 * @param updated run after each update of the ring
 */
public record FollowedKey(String name, BiFunction<String, Sensitive, Sensitive> rule, KeyRing ring, Runnable updated) {

    /** A key whose ring is asked at each use. */
    public FollowedKey(String name, BiFunction<String, Sensitive, Sensitive> rule, KeyRing ring) {
        this(name, rule, ring, () -> {});
    }
}
