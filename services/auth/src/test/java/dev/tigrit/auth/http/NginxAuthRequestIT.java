package dev.tigrit.auth.http;

import dev.tigrit.testkit.gateway.GatewayProcess;
import dev.tigrit.testkit.gateway.Sample;
import java.io.IOException;
import java.nio.file.Path;

/** The README's locations in a real nginx, with {@code auth_request}. */
class NginxAuthRequestIT extends BehindGateway {

    @Override
    GatewayProcess start(Path folder, int auth, int application) throws IOException {
        var sample = Sample.fenced(Path.of("README.md"), "nginx")
                .at("auth:8081", auth)
                .at("app:8080", application);
        return GatewayProcess.nginx(folder, sample);
    }
}
