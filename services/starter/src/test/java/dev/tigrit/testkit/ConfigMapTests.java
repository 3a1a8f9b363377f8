package dev.tigrit.testkit;

import static org.assertj.core.api.Assertions.assertThat;

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

/** A service as the chart starts it, before an API server that knows one ConfigMap. */
public abstract class ConfigMapTests {

    private static final String INTERNAL = "an internal secret of thirty-two bytes";
    private final Class<?> application;
    private final String configMap;
    private final String yaml;
    private final Map<String, String> keys;

    @TempDir
    private Path folder;

    /**
     * The tests of one service.
     *
     * @param service its name, which its properties begin with
     * @param keys environment variables without which it does not start
     */
    protected ConfigMapTests(Class<?> application, String service, Map<String, String> keys) {
        this.application = application;
        this.configMap = "tigrit-" + service;
        this.yaml = """
                tigrit:
                  config:
                    loaded: true
                %s:
                  callers:
                    internal: introspect
                """.formatted(service);
        this.keys = keys;
    }

    @Test
    void whatTheConfigMapSaysTakesEffect() throws Exception {
        try (var api = new KubernetesApi(configMap, yaml);
                var service = start(api)) {
            // Without the permission in the ConfigMap it is 403.
            assertThat(status(service.awaitUrl())).isEqualTo(200);
            assertThat(api.asked()).containsExactly("GET /api/v1/namespaces/tigrit/configmaps");
        }
    }

    @Test
    void withoutTheConfigMapItDoesNotStart() throws Exception {
        try (var api = new KubernetesApi("another", yaml);
                var service = start(api)) {
            assertThat(service.awaitFailure()).contains("tigrit.config.loaded is not true");
        }
    }

    @Test
    void withoutTheApiItDoesNotStart() throws Exception {
        var gone = new KubernetesApi(configMap, yaml);
        gone.close();
        try (var service = start(gone)) {
            assertThat(service.awaitFailure()).contains("Failed to connect");
        }
    }

    private ServiceProcess start(KubernetesApi api) {
        var environment = new HashMap<>(Map.of(
                "KUBECONFIG", api.kubeconfig(folder).toString(),
                "KUBERNETES_SERVICE_HOST", "127.0.0.1",
                "KUBERNETES_SERVICE_PORT", "1",
                "TIGRIT_CONFIG_SOURCE", "kubernetes:",
                "SPRING_CLOUD_KUBERNETES_CONFIG_FAILFAST", "true",
                "SPRING_CLOUD_KUBERNETES_CONFIG_NAMESPACE", "tigrit",
                "SPRING_CLOUD_KUBERNETES_CONFIG_NAME", configMap));
        environment.put("INTERNAL_API_SECRET", INTERNAL);
        environment.putAll(keys);
        return new ServiceProcess(application, environment, folder);
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
