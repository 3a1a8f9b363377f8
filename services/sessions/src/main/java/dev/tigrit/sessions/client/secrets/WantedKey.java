package dev.tigrit.sessions.client.secrets;

import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.Sensitive;
import java.util.function.BiFunction;

/**
 * A key to be kept up to date.
 *
 * @param name its name in Secrets
 * @param rule returns the value, or throws IllegalStateException naming the key when it is unusable
 * @param ring where its versions go
 */
public record WantedKey(String name, BiFunction<String, Sensitive, Sensitive> rule, KeyRing ring) {}
