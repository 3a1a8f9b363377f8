package dev.tigrit.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;

/** The connection to the API server. */
final class ApiClient {

    private ApiClient() {}

    static KubernetesClient of(Config config) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(config)
                        // One connection for everything would hang as a whole when it is cut without a word; of
                        // HTTP/1.1 a request
                        // that times out closes its own.
                        .withHttp2Disable(true)
                        // Whoever asks here asks again, and later than the library would.
                        .withRequestRetryBackoffLimit(2)
                        .build())
                .build();
    }
}
