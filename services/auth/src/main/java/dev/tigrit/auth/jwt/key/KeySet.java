package dev.tigrit.auth.jwt.key;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The usable keys of one JWK Set; never changed, only replaced. */
public final class KeySet {

    private final List<PublishedKey> keys;
    private final Map<String, PublishedKey> byKid;

    KeySet(List<PublishedKey> keys) {
        this.keys = List.copyOf(keys);
        this.byKid = keys.stream()
                .filter(key -> key.kid() != null)
                .collect(Collectors.toUnmodifiableMap(key -> Objects.requireNonNull(key.kid()), Function.identity()));
    }

    public int size() {
        return keys.size();
    }

    /**
     * The key that a token names. A token without kid means the only key that signs by its algorithm: trying several would
     * let anybody multiply the work of one request.
     */
    @Nullable
    PublishedKey find(Algorithm algorithm, @Nullable String kid) {
        if (kid != null) {
            return byKid.get(kid);
        }
        PublishedKey only = null;
        for (var key : keys) {
            if (key.algorithms().contains(algorithm)) {
                if (only != null) {
                    return null;
                }
                only = key;
            }
        }
        return only;
    }
}
