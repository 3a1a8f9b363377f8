package dev.tigrit.starter.caller;

import dev.tigrit.starter.jose.Jwk;
import dev.tigrit.starter.jose.SignatureKey;
import dev.tigrit.starter.json.StrictObject;
import dev.tigrit.starter.key.Sensitive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The issuers of a cluster's tokens and its keys by kid, and whom they have proved so far: with another document nobody is proved
 * any more.
 */
final class TrustDocument {

    /** Most callers that are remembered; a caller has one token at a time, or two while it is replaced. */
    static final int MAX_PROVED = 1000;

    private static final int MAX_ISSUERS = 16;
    private static final int MAX_ISSUER = 2048;

    private final Set<String> issuers;
    private final Map<String, SignatureKey> keys;
    private final Instant readAt;
    private final Map<ByteBuffer, Caller> proved = new ConcurrentHashMap<>();

    private TrustDocument(Set<String> issuers, Map<String, SignatureKey> keys, Instant readAt) {
        this.issuers = issuers;
        this.keys = keys;
        this.readAt = readAt;
    }

    /**
     * @param issuers one a line, all that the API server accepts
     * @param jwks a JWK Set (RFC 7517 section 5); keys of an unknown kind are left out
     * @throws IllegalArgumentException when there is no issuer or no usable key in them
     */
    static TrustDocument read(byte[] issuers, byte[] jwks, Instant now) {
        var names = new String(Sensitive.withoutTrailingLineBreak(issuers), StandardCharsets.UTF_8)
                .lines()
                .toList();
        if (names.isEmpty() || names.size() > MAX_ISSUERS || !names.stream().allMatch(TrustDocument::isIssuer)) {
            throw new IllegalArgumentException(
                    "issuers is not a list of at most " + MAX_ISSUERS + " names, one a line");
        }
        return new TrustDocument(Set.copyOf(names), keys(jwks), now);
    }

    private static boolean isIssuer(String name) {
        return !name.isEmpty() && name.length() <= MAX_ISSUER && name.chars().noneMatch(c -> c <= ' ');
    }

    private static Map<String, SignatureKey> keys(byte[] jwks) {
        var listed = Jwk.readSet(StrictObject.read(jwks), Jwk.OtherKinds.NONE);
        if (listed == null) {
            throw new IllegalArgumentException("jwks.json is no JWK Set");
        }
        var keys = new HashMap<String, SignatureKey>();
        for (var key : listed) {
            // One without a name is never used. An API server lists a key twice when it was given in two files.
            var kid = Objects.requireNonNullElse(key.kid(), "");
            var other = kid.isEmpty() ? null : keys.put(kid, key);
            if (other != null
                    && !(other.material().equals(key.material())
                            && other.algorithms().equals(key.algorithms()))) {
                throw new IllegalArgumentException("jwks.json has two keys of one kid");
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("jwks.json has no usable key");
        }
        return Map.copyOf(keys);
    }

    boolean hasIssuer(String name) {
        return issuers.contains(name);
    }

    @Nullable
    SignatureKey key(String kid) {
        return keys.get(kid);
    }

    Instant readAt() {
        return readAt;
    }

    /** Whom the token of that digest has proved before and still proves, or null. */
    @Nullable
    Caller proved(ByteBuffer digest, Instant now) {
        var caller = proved.get(digest);
        return caller != null && now.isBefore(caller.expiresAt()) ? caller : null;
    }

    /** Notes a genuine token; nothing else may come in here, or anybody could push the genuine ones out. */
    void prove(ByteBuffer digest, Caller caller, Instant now) {
        synchronized (proved) {
            if (proved.size() >= MAX_PROVED) {
                proved.values().removeIf(known -> !now.isBefore(known.expiresAt()));
            }
            if (proved.size() >= MAX_PROVED) {
                proved.entrySet().stream()
                        .min(Map.Entry.comparingByValue(Comparator.comparing(Caller::expiresAt)))
                        .ifPresent(first -> proved.remove(first.getKey()));
            }
            proved.put(digest, caller);
        }
    }
}
