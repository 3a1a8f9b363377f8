package dev.tigrit.auth.http;

import dev.tigrit.testkit.gateway.GatewayProcess;
import dev.tigrit.testkit.gateway.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

/** The Middleware of k8s/samples in a real Traefik: what its spec says is the same in a file. */
class TraefikForwardAuthIT extends BehindGateway {

    private static final Path MANIFESTS = Path.of("../../k8s/samples/forward-auth/traefik.yaml");

    @Override
    GatewayProcess start(Path folder, int auth, int application) throws IOException {
        var middleware = (Map<?, ?>)
                new Yaml().loadAll(Files.readString(MANIFESTS)).iterator().next();
        var oneLine = new DumperOptions();
        oneLine.setDefaultFlowStyle(FlowStyle.FLOW);
        oneLine.setWidth(Integer.MAX_VALUE);
        var spec = new Sample(new Yaml(oneLine).dump(middleware.get("spec")))
                .at("tigrit-auth.tigrit.svc.cluster.local:8081", auth);
        return GatewayProcess.traefik(folder, spec, application);
    }
}
