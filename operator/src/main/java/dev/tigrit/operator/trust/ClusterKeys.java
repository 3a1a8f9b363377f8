package dev.tigrit.operator.trust;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Who signs ServiceAccount tokens in this cluster now (OpenID Connect Discovery 1.0; Kubernetes lets every service account read it). Of the
 * issuers that an API server accepts it publishes the first one only; which one it writes into tokens is known from the operator's own.
 *
 * @param issuers what tokens have as {@code iss}, the published one first
 * @param keys their public keys, an array of JWKs (RFC 7517)
 */
public record ClusterKeys(Set<String> issuers, JsonNode keys) {

    static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    /** What the API server says, and the issuer of a token of this operator's own. */
    public static ClusterKeys read(KubernetesClient client, Path token) {
        try {
            var discovery = document(client, "/.well-known/openid-configuration");
            var keys = document(client, "/openid/v1/jwks").path("keys");
            if (!discovery.path("issuer").isTextual() || !keys.isArray() || keys.isEmpty()) {
                throw new IllegalStateException("the API server publishes no issuer or no keys");
            }
            var issuers = new LinkedHashSet<String>();
            issuers.add(discovery.path("issuer").textValue());
            issuers.addAll(issuer(token));
            return new ClusterKeys(issuers, keys);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the API server publishes no JSON", e);
        }
    }

    /** The kubelet has written the file, so nothing of it has to be proved. */
    private static Set<String> issuer(Path token) {
        try {
            var parts = Files.readString(token).strip().split("\\.", -1);
            var issuer = parts.length == 3
                    ? JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("iss")
                    : JSON.missingNode();
            return issuer.isTextual() ? Set.of(issuer.textValue()) : Set.of();
        } catch (IOException | IllegalArgumentException _) {
            return Set.of();
        }
    }

    private static JsonNode document(KubernetesClient client, String path) throws JsonProcessingException {
        return JSON.readTree(Objects.requireNonNullElse(client.raw(path), "null"));
    }
}
