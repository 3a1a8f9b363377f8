package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.operator.api.v1alpha1.ManagedSecret;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.DeletionPolicy;
import dev.tigrit.operator.api.v1alpha1.ManagedSecretSpec.Encoding;
import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.NeedsApiServer;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code valid-*} is taken by a real API server, {@code invalid-*} is refused for the reason in its first line. */
@NeedsApiServer
class SchemaIT {

    private static final Path FOLDER = Path.of("src", "test", "resources", "schema");
    private static final KubernetesClient CLIENT = ApiServer.shared().client();

    private static String namespace;

    @BeforeAll
    static void makeNamespace() {
        namespace = ApiServer.shared().namespace("schema");
    }

    static Stream<Path> valid() throws IOException {
        return files("valid-");
    }

    static Stream<Path> invalid() throws IOException {
        return files("invalid-");
    }

    private static Stream<Path> files(String prefix) throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)).sorted().toList().stream();
        }
    }

    private static ManagedSecret document(Path file) throws IOException {
        var document = Serialization.unmarshal(Files.readString(file), ManagedSecret.class);
        document.getMetadata().setNamespace(namespace);
        document.getMetadata().setName(file.getFileName().toString().replace(".yaml", ""));
        return document;
    }

    @ParameterizedTest
    @MethodSource("valid")
    void isTaken(Path file) throws IOException {
        assertThat(CLIENT.resource(document(file)).create().getMetadata().getUid())
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void isRefused(Path file) throws IOException {
        var raw = Files.readString(file)
                .replace("metadata: {name: sample}", "metadata: {name: sample, namespace: " + namespace + "}");
        var reason = raw.lines().findFirst().orElseThrow().substring(2);

        assertThatThrownBy(() -> CLIENT.resource(raw).create())
                .isInstanceOf(KubernetesClientException.class)
                .satisfies(e ->
                        assertThat(((KubernetesClientException) e).getCode()).isEqualTo(422))
                .hasMessageContaining(reason);
    }

    @Test
    void defaultsAreFilledIn() throws IOException {
        var document = document(FOLDER.resolve("valid-generate.yaml"));
        document.getMetadata().setName("defaults");

        var spec = CLIENT.resource(document).create().getSpec();

        assertThat(spec.encoding()).isEqualTo(Encoding.UTF8);
        assertThat(spec.deletionPolicy()).isEqualTo(DeletionPolicy.RETAIN);
    }

    @Test
    void samplesAreTaken() throws IOException {
        for (var sample : List.of("managedsecret-minimal.yaml", "managedsecret-full.yaml")) {
            var yaml = Files.readString(Path.of("..", "k8s", "samples", sample))
                    .replace("namespace: tigrit", "namespace: " + namespace);
            assertThat(CLIENT.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                            .create())
                    .hasSize(2);
        }
    }

    @Test
    void keyCannotBeChanged() throws IOException {
        var document = document(FOLDER.resolve("valid-secret-ref.yaml"));
        document.getMetadata().setName("immutable");
        CLIENT.resource(document).create();

        assertThatThrownBy(() -> CLIENT.resources(ManagedSecret.class)
                        .inNamespace(namespace)
                        .withName("immutable")
                        .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"key\":\"OTHER\"}}"))
                .hasMessageContaining("key is immutable");
    }
}
