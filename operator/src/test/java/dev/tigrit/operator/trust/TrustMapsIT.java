package dev.tigrit.operator.trust;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tigrit.operator.config.Names;
import dev.tigrit.operator.testkit.ApiServer;
import dev.tigrit.operator.testkit.NeedsApiServer;
import dev.tigrit.operator.trust.TrustMaps.Published;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API server that begins to sign by another key, under another name: what pods are told to believe. */
@NeedsApiServer
class TrustMapsIT {

    private static final Names NAMES = new Names("tigrit", "default");
    private static final String OLD = "https://old.example";
    private static final String NEW = "https://new.example";

    @TempDir
    private Path folder;

    @Test
    void tokensOfTheKeyAndIssuerOfBeforeAreBelievedUntilTheirEnd() throws Exception {
        var token = folder.resolve("token");
        var now = Instant.now();
        try (var server = ApiServer.stopped()) {
            var first = server.key("first");
            var second = server.key("second");
            server.start(List.of(first), List.of(OLD));
            var client = server.client();
            var before = server.token("default", "reader", "secrets");
            Files.writeString(token, server.token("default", "tigrit-operator", "secrets-admin"));
            var trust = publish(client, token, now);
            assertBelieved(trust, before);
            assertThat(trust.get("issuers")).isEqualTo(OLD);

            server.start(List.of(second, first), List.of(NEW, OLD));
            var after = server.token("default", "reader", "secrets");
            trust = publish(client, token, now.plusSeconds(60));
            assertBelieved(trust, before);
            assertBelieved(trust, after);
            assertThat(trust.get("issuers")).isEqualTo(NEW + "\n" + OLD);
            assertThat(trust.get("checked-at")).isGreaterThan(now.toString());

            // Its own token is renewed, and the old key is taken away; another pod's token is still good.
            Files.writeString(token, server.token("default", "tigrit-operator", "secrets-admin"));
            server.start(List.of(second), List.of(NEW));
            trust = publish(client, token, now.plusSeconds(120));
            assertBelieved(trust, before);
            assertBelieved(trust, after);

            trust = publish(client, token, now.plusSeconds(120).plus(TokenTrust.KEPT));
            assertThat(trust.get("issuers")).isEqualTo(NEW);
            assertBelieved(trust, after);
            assertThat(kids(trust)).doesNotContain(claim(before, 0, "kid"));
        }
    }

    /** The new operator has seen nothing of before, but what its own token says. */
    @Test
    void issuerOfItsOwnTokenIsBelievedWhateverIsPublished() throws Exception {
        var token = folder.resolve("token");
        try (var server = ApiServer.stopped()) {
            var key = server.key("first");
            server.start(List.of(key), List.of(OLD));
            var client = server.client();
            Files.writeString(token, server.token("default", "tigrit-operator", "secrets-admin"));
            server.start(List.of(key), List.of(NEW, OLD));

            assertThat(publish(client, token, Instant.now()).get("issuers")).isEqualTo(NEW + "\n" + OLD);
        }
    }

    private static Map<String, String> publish(KubernetesClient client, Path token, Instant now) {
        var maps = new TrustMaps(client, NAMES, Set.of(), List::of);
        assertThat(maps.publish(ClusterKeys.read(client, token), new Published(List.of(), now), now))
                .isTrue();
        return client.configMaps()
                .inNamespace("default")
                .withName(NAMES.trust())
                .get()
                .getData();
    }

    private static void assertBelieved(Map<String, String> trust, String token) throws Exception {
        assertThat(trust.getOrDefault("issuers", "").lines()).contains(claim(token, 1, "iss"));
        assertThat(kids(trust)).contains(claim(token, 0, "kid"));
    }

    private static Set<String> kids(Map<String, String> trust) throws Exception {
        var kids = new HashSet<String>();
        new ObjectMapper()
                .readTree(trust.get("jwks.json"))
                .path("keys")
                .forEach(key -> kids.add(key.path("kid").asText()));
        return kids;
    }

    private static String claim(String token, int part, String name) throws Exception {
        return new ObjectMapper()
                .readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[part]))
                .path(name)
                .asText();
    }
}
