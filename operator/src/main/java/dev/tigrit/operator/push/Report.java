package dev.tigrit.operator.push;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replica serves.
 *
 * @param revision 0 before its first bundle
 * @param digest of the whole bundle, null before the first one
 * @param versions by key
 */
public record Report(long revision, @Nullable String digest, Map<String, Long> versions) {}
