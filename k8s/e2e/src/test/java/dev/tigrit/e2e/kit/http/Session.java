package dev.tigrit.e2e.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.e2e.kit.cluster.Cluster;
import dev.tigrit.e2e.kit.cluster.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;

/** A person's session, as the caller that created it has it. */
public record Session(String id, String token) {

    /** Created by a service account that may, at the Service: creating is not public. */
    public static Session create(String user) {
        try (var forward = Cluster.client()
                .services()
                .inNamespace(Platform.NAMESPACE)
                .withName(Platform.name("sessions"))
                .portForward(8082)) {
            var caller = Cluster.token("caller", "sessions." + Platform.NAMESPACE + "." + Platform.RELEASE);
            var answer = Http.send(Http.json(
                    Http.to("http://127.0.0.1:" + forward.getLocalPort() + "/v1/sessions")
                            .header("Authorization", "Bearer " + caller),
                    "{\"user_id\":\"" + user + "\"}"));
            assertThat(answer.status()).as("create: %s", answer.body()).isEqualTo(201);
            return new Session(answer.get("session_id"), answer.get("token"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** verify, extend or invalidate, through the Ingress. */
    public Answer call(String operation) {
        return call(operation, token);
    }

    public static Answer call(String operation, String token) {
        return Http.send(request(operation, token));
    }

    public static HttpRequest.Builder request(String operation, String token) {
        return Http.json(Http.at("sessions", "/v1/sessions/" + operation), "{\"token\":\"" + token + "\"}");
    }
}
