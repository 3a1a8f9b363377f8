package dev.tigrit.operator.trust;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * Who signs ServiceAccount tokens in this cluster (OpenID Connect Discovery 1.0; Kubernetes lets every service account read it).
 *
 * @param issuer what tokens have as {@code iss}
 * @param jwks their public keys, a JWK Set (RFC 7517)
 */
public record ClusterKeys(String issuer, String jwks) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalStateException when the API server has no such documents */
    public static ClusterKeys read(KubernetesClient client) {
        try {
            var discovery = JSON.readTree(document(client, "/.well-known/openid-configuration"));
            var jwks = document(client, "/openid/v1/jwks");
            if (!discovery.path("issuer").isTextual()
                    || JSON.readTree(jwks).path("keys").isEmpty()) {
                throw new IllegalStateException("the API server publishes no issuer or no keys");
            }
            return new ClusterKeys(discovery.path("issuer").textValue(), jwks);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the API server publishes no JSON", e);
        }
    }

    private static String document(KubernetesClient client, String path) {
        var document = client.raw(path);
        if (document == null) {
            throw new IllegalStateException("the API server has no " + path);
        }
        return document;
    }
}
