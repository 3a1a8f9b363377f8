package dev.tigrit.charts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.charts.kit.Manifests;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Development manifests and samples: every field is one of its kind, and forward-auth asks a Service that the charts make. */
class ManifestsOfK8sTest {

    private static final Path K8S = Path.of("../../k8s");

    static List<Path> manifests() throws IOException {
        try (var dev = Files.list(K8S.resolve("dev"));
                var samples = Files.walk(K8S.resolve("samples"))) {
            return Stream.concat(dev, samples)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    // Values of charts.
                    .filter(file -> !file.endsWith("callers.yaml")
                            && !file.getFileName().toString().endsWith("values.yaml"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void manifestHasNoUnknownField(Path file) throws IOException {
        assertThat(Manifests.parse(Files.readString(file)).objects()).isNotEmpty();
    }

    @Test
    void nginxSampleAsksAuth() throws IOException {
        var ingress = Manifests.parse(Files.readString(K8S.resolve("samples/forward-auth/nginx.yaml")))
                .get(Ingress.class, "shop");

        assertThat(ingress.getMetadata().getAnnotations().get("nginx.ingress.kubernetes.io/auth-url"))
                .isEqualTo("http://tigrit-auth.tigrit.svc.cluster.local:8081/v1/forward-auth");
    }
}
