package dev.tigrit.local.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.Caller;
import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.yaml.snakeyaml.Yaml;

/** The management port of each service and caller, in plain HTTP and open to whoever reaches it. */
@ExtendWith(TestSystem.class)
class ManagementPortIT {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

    private final LocalSystem system;
    private final Caller caller;

    ManagementPortIT(LocalSystem system) throws IOException {
        this.system = system;
        this.caller = new Caller(system.env());
    }

    @Test
    void noRouteOfAnyContractIsServed() throws Exception {
        for (var service : system.services()) {
            var routes = routes(service);
            assertThat(routes).as(service.name()).isNotEmpty();
            for (var route : routes) {
                var request = HttpRequest.newBuilder(URI.create(service.management() + route.path()))
                        .header("Authorization", "Bearer " + system.env().internalApiSecret())
                        .header("Content-Type", "application/json")
                        .method(route.method(), BodyPublishers.ofString("{\"user_id\":\"1\"}"));

                assertThat(caller.send(request).status())
                        .as("%s on the management port of %s", route, service.name())
                        .isEqualTo(404);
            }
        }
    }

    @Test
    void docsPageAsksTheMainPortByItsOwnOriginWhichNoOtherPageHas() throws Exception {
        for (var service : system.services()) {
            assertThat(caller.get(service.management() + "/docs/api/health").status())
                    .isEqualTo(200);
            assertThat(allowedOrigin(service)).isEmpty();
        }
        var game = system.service(Service.GAME);
        // From the page itself it is asked who is signed in, which is nobody.
        assertThat(askedForToken(game, game.management())).isEqualTo(401);
        assertThat(askedForToken(game, "http://localhost:1")).isEqualTo(403);
    }

    private int askedForToken(Service game, String origin) throws Exception {
        return caller.send(HttpRequest.newBuilder(URI.create(game.management() + "/docs/api/v1/me/token"))
                        .header("Origin", origin)
                        .POST(BodyPublishers.noBody()))
                .status();
    }

    private static String allowedOrigin(Service service) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(service.url() + "/health"))
                .header("Origin", service.management())
                .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.discarding())
                    .headers()
                    .firstValue("Access-Control-Allow-Origin")
                    .orElse("");
        }
    }

    /** Of every contract beside the service's POM; {@code /health} is an address of both ports. */
    private static List<Route> routes(Service service) throws IOException {
        var routes = new ArrayList<Route>();
        for (var part : List.of("services", "callers")) {
            var folder = TestSystem.ROOT.resolve(part).resolve(service.name());
            if (Files.isDirectory(folder)) {
                try (var contracts = Files.newDirectoryStream(folder, "openapi*.yaml")) {
                    for (var contract : contracts) {
                        read(contract, routes);
                    }
                }
            }
        }
        return routes;
    }

    private static void read(Path contract, List<Route> routes) throws IOException {
        Map<String, Map<String, Map<String, ?>>> document = new Yaml().load(Files.readString(contract));
        document.getOrDefault("paths", Map.of()).forEach((path, operations) -> {
            for (var method : operations.keySet()) {
                if (METHODS.contains(method) && !path.equals("/health")) {
                    routes.add(new Route(method.toUpperCase(Locale.ROOT), path.replaceAll("\\{.*?}", "JWT_SECRET")));
                }
            }
        });
    }

    private record Route(String method, String path) {}
}
