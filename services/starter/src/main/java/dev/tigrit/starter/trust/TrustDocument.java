package dev.tigrit.starter.trust;

import dev.tigrit.starter.caller.Caller;
import dev.tigrit.starter.key.Sensitive;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The issuer of a cluster's tokens and its keys by kid, and whom they have proved so far: with another document nobody is proved
 * any more.
 */
final class TrustDocument {

    static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxNumberLength(64)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Most callers that are remembered; a caller has one token at a time, or two while it is replaced. */
    static final int MAX_PROVED = 1000;

    private static final int MAX_KEYS = 64;
    private static final int MAX_ISSUER = 2048;

    private final String issuer;
    private final Map<String, SignatureKey> keys;
    private final Instant readAt;
    private final Map<ByteBuffer, Caller> proved = new ConcurrentHashMap<>();

    private TrustDocument(String issuer, Map<String, SignatureKey> keys, Instant readAt) {
        this.issuer = issuer;
        this.keys = keys;
        this.readAt = readAt;
    }

    /**
     * A document of these two files.
     *
     * @param issuer one line
     * @param jwks a JWK Set (RFC 7517 section 5); keys of an unknown kind are left out
     * @throws IllegalArgumentException when there is no issuer or no usable key in them
     */
    static TrustDocument read(byte[] issuer, byte[] jwks, Instant now) {
        var name = new String(Sensitive.withoutTrailingLineBreak(issuer), StandardCharsets.UTF_8);
        if (name.isBlank() || name.length() > MAX_ISSUER || name.chars().anyMatch(c -> c <= ' ')) {
            throw new IllegalArgumentException("issuer is not one line with a name");
        }
        return new TrustDocument(name, keys(jwks), now);
    }

    private static Map<String, SignatureKey> keys(byte[] jwks) {
        var listed = parse(jwks).path("keys");
        if (!listed.isArray() || listed.size() > MAX_KEYS) {
            throw new IllegalArgumentException("jwks.json has no list of at most " + MAX_KEYS + " keys");
        }
        var keys = new HashMap<String, SignatureKey>();
        for (var jwk : listed) {
            var kid = jwk.path("kid").asString("");
            var key = kid.isEmpty() ? null : SignatureKey.read(jwk);
            // An API server lists a key twice when it was given in two files.
            var other = key == null ? null : keys.put(kid, key);
            if (other != null && !other.equals(key)) {
                throw new IllegalArgumentException("jwks.json has two keys of one kid");
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("jwks.json has no usable key");
        }
        return Map.copyOf(keys);
    }

    private static JsonNode parse(byte[] jwks) {
        try {
            return JSON.readTree(jwks);
        } catch (JacksonException _) {
            throw new IllegalArgumentException("jwks.json is not JSON");
        }
    }

    String issuer() {
        return issuer;
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

    int provedCallers() {
        return proved.size();
    }
}
