package dev.tigrit.operator.config;

import java.util.Map;

/**
 * How much of the bundle each namespace may have.
 *
 * @param own the release's namespace, which has what the shards have room for unless it is named
 * @param standard for every other namespace that is not named
 */
public record Quotas(String own, Quota standard, Map<String, Quota> byNamespace) {

    private static final Quota UNLIMITED = new Quota(Integer.MAX_VALUE, Integer.MAX_VALUE);

    /** For one namespace: keys, and bytes of their entries as they are stored, with previous values and readers. */
    public record Quota(int keys, int bytes) {}

    public Quota of(String namespace) {
        var quota = byNamespace.get(namespace);
        if (quota != null) {
            return quota;
        }
        return namespace.equals(own) ? UNLIMITED : standard;
    }
}
