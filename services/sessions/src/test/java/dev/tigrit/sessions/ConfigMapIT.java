package dev.tigrit.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.testkit.KubernetesApi;
import dev.tigrit.testkit.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as the chart starts it, before an API server that knows one ConfigMap. */
class ConfigMapIT {

    private static final String INTERNAL = "an internal secret of thirty-two bytes";
    private static final String YAML = """
            tigrit:
              config:
                loaded: true
            sessions:
              callers:
                internal: introspect
            """;

    @TempDir
    private Path folder;

    @Test
    void whatTheConfigMapSaysTakesEffect() throws Exception {
        try (var api = new KubernetesApi("tigrit-sessions", YAML);
                var service = start(api, "tigrit-sessions")) {
            // Without the permission in the ConfigMap it is 403.
            assertThat(status(service.awaitUrl())).isEqualTo(200);
            assertThat(api.asked()).containsExactly("GET /api/v1/namespaces/tigrit/configmaps");
        }
    }

    @Test
    void withoutTheConfigMapItDoesNotStart() throws Exception {
        try (var api = new KubernetesApi("another", YAML);
                var service = start(api, "tigrit-sessions")) {
            assertThat(service.awaitFailure()).contains("tigrit.config.loaded is not true");
        }
    }

    @Test
    void withoutTheApiItDoesNotStart() throws Exception {
        var gone = new KubernetesApi("tigrit-sessions", YAML);
        gone.close();
        try (var service = start(gone, "tigrit-sessions")) {
            assertThat(service.awaitFailure()).contains("Failed to connect");
        }
    }

    private ServiceProcess start(KubernetesApi api, String name) {
        var environment = new HashMap<>(Map.of(
                "KUBECONFIG", api.kubeconfig(folder).toString(),
                "KUBERNETES_SERVICE_HOST", "127.0.0.1",
                "KUBERNETES_SERVICE_PORT", "1",
                "TIGRIT_CONFIG_SOURCE", "kubernetes:",
                "SPRING_CLOUD_KUBERNETES_CONFIG_FAILFAST", "true",
                "SPRING_CLOUD_KUBERNETES_CONFIG_NAMESPACE", "tigrit",
                "SPRING_CLOUD_KUBERNETES_CONFIG_NAME", name));
        environment.putAll(Map.of(
                "INTERNAL_API_SECRET", INTERNAL, "SESSION_SIGNING_KEY", "a signing key, long enough for it, it is"));
        return new ServiceProcess(SessionsApplication.class, environment, folder);
    }

    private static int status(URI service) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(service.resolve("/v1/introspect"))
                    .header("Authorization", "Bearer " + INTERNAL)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("token=x"));
            return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
