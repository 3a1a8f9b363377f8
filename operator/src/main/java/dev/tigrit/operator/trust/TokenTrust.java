package dev.tigrit.operator.trust;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What tokens are believed by: the issuers and keys that the API server has now, and those that it had while a token of theirs may still be
 * there. A token is believed until its end, also when the API server signs by another key or under another name since.
 *
 * @param issuers when each was last seen
 * @param keys by kid
 */
record TokenTrust(Map<String, Instant> issuers, Map<String, Key> keys) {

    /** No service believes a token that was made for longer than an hour; the rest is for clocks and for the pause between two looks. */
    static final Duration KEPT = Duration.ofMinutes(65);

    /** A public key as a JWK, and when the API server last published it. */
    record Key(JsonNode jwk, Instant seen) {}

    /** When each was last seen, as an annotation keeps it. */
    private record Seen(Map<String, Instant> issuers, Map<String, Instant> keys) {}

    /** What was published before, with now for each time that is not known, or that has not come yet. */
    static TokenTrust of(@Nullable String issuers, @Nullable String jwks, @Nullable String times, Instant now) {
        var seen = read(times, Seen.class, new Seen(Map.of(), Map.of()));
        var names = new LinkedHashMap<String, Instant>();
        Objects.requireNonNullElse(issuers, "")
                .lines()
                .filter(name -> !name.isBlank())
                .forEach(name -> names.put(name, time(seen.issuers.get(name), now)));
        var keys = new LinkedHashMap<String, Key>();
        for (var jwk : read(jwks, JsonNode.class, ClusterKeys.JSON.nullNode()).path("keys")) {
            var kid = jwk.path("kid").asText();
            keys.put(kid, new Key(jwk, time(seen.keys.get(kid), now)));
        }
        return new TokenTrust(names, keys);
    }

    private static <T> T read(@Nullable String text, Class<T> type, T otherwise) {
        try {
            return text == null ? otherwise : ClusterKeys.JSON.readValue(text, type);
        } catch (JsonProcessingException _) {
            return otherwise;
        }
    }

    private static Instant time(@Nullable Instant written, Instant now) {
        return written == null || written.isAfter(now) ? now : written;
    }

    /** With what the cluster has now, and without what nobody can have a token of any more. */
    TokenTrust with(ClusterKeys cluster, Instant now) {
        var names = new LinkedHashMap<String, Instant>();
        cluster.issuers().forEach(name -> names.put(name, now));
        issuers.forEach(names::putIfAbsent);
        names.values().removeIf(seen -> !seen.plus(KEPT).isAfter(now));
        var all = new LinkedHashMap<String, Key>();
        cluster.keys().forEach(jwk -> all.put(jwk.path("kid").asText(), new Key(jwk, now)));
        keys.forEach(all::putIfAbsent);
        all.values().removeIf(key -> !key.seen.plus(KEPT).isAfter(now));
        return new TokenTrust(names, all);
    }

    /** One a line. */
    String issuerLines() {
        return String.join("\n", issuers.keySet());
    }

    /** A JWK Set (RFC 7517). */
    String jwks() {
        var set = ClusterKeys.JSON.createObjectNode();
        var array = set.putArray("keys");
        keys.values().forEach(key -> array.add(key.jwk()));
        return set.toString();
    }

    /** When each was last seen, for {@link #of}. */
    String times() {
        var seen = new LinkedHashMap<String, Instant>();
        keys.forEach((kid, key) -> seen.put(kid, key.seen()));
        return ClusterKeys.JSON.valueToTree(new Seen(issuers, seen)).toString();
    }
}
