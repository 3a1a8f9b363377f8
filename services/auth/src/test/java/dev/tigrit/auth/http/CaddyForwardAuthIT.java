package dev.tigrit.auth.http;

import dev.tigrit.testkit.gateway.GatewayProcess;
import dev.tigrit.testkit.gateway.Sample;
import java.io.IOException;
import java.nio.file.Path;

/** The README's site in a real Caddy, with {@code forward_auth}. */
class CaddyForwardAuthIT extends BehindGateway {

    @Override
    GatewayProcess start(Path folder, int auth, int application) throws IOException {
        var sample = Sample.fenced(Path.of("README.md"), "caddy")
                .at("auth:8081", auth)
                .at("app:8080", application);
        return GatewayProcess.caddy(folder, sample, "shop.example");
    }
}
