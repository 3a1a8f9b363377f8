package dev.tigrit.sessions.http;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.server.RealRedis;
import dev.tigrit.testkit.gateway.EchoApplication;
import dev.tigrit.testkit.gateway.Gateway;
import dev.tigrit.testkit.gateway.GatewayProcess;
import dev.tigrit.testkit.gateway.Sample;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's locations in a real nginx, with {@code auth_request}; skipped without nginx. */
class NginxAuthRequestIT {

    @TempDir
    private static Path folder;

    @Test
    void applicationLearnsWhoseSessionItIsWhateverTheClientClaims() throws IOException {
        try (var redis = RealRedis.start();
                var sessions = TestService.start(redis.url());
                var application = EchoApplication.start();
                var nginx = GatewayProcess.nginx(
                        folder,
                        Sample.fenced(Path.of("README.md"), "nginx")
                                .at("sessions:8082", URI.create(sessions.url()).getPort())
                                .at("app:8080", application.port()))) {
            var session = sessions.createFor("279058397");
            var identity = Map.of("X-User-Id", "279058397", "X-Session-Id", TestService.text(session, "session_id"));
            var token = TestService.tokenOf(session);

            for (var credential : new String[] {"Authorization: Bearer " + token, "Cookie: __Host-session=" + token}) {
                var gateway = Gateway.at(nginx.port(), credential, identity);

                gateway.tellsTheApplicationWhoItIs();
                gateway.letsNoForgedIdentityThrough();
                gateway.keepsOutWhoHasNoCredential();
            }
        }
    }
}
