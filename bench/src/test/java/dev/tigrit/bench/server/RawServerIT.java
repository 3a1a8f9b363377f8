package dev.tigrit.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.bench.load.Job;
import dev.tigrit.bench.load.Requests;
import dev.tigrit.bench.process.Kind;
import dev.tigrit.bench.process.Load;
import dev.tigrit.bench.process.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The equipment without the services: baseline, load generator and Redis as processes. */
class RawServerIT {

    @TempDir
    static Path folder;

    private static Credentials credentials;
    private static Servers servers;
    private static Load load;

    @BeforeAll
    static void start() throws IOException, GeneralSecurityException {
        credentials = Credentials.create();
        servers = new Servers(folder, credentials);
        load = new Load(folder);
    }

    @AfterAll
    static void stop() {
        load.close();
        servers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/init-data", "/hs256", "/rs256", "/es256"})
    void genuineCredentialIsAcceptedAndForgedOneIsNot(String path) {
        var credential = credential(path);

        assertThat(answer(path, credential, 200)).contains("\"user_id\"");
        assertThat(answer(path, Credentials.forged(credential), 401)).contains("\"code\"");
    }

    @Test
    void secretIsForTheInternalCallerOnly() {
        var path = "/v1/secrets/JWT_SECRET";

        assertThat(answer(path, "Bearer " + credentials.internalSecret(), 200)).contains("\"key\":\"JWT_SECRET\"");
        assertThat(answer(path, "Bearer somebody", 401)).contains("\"code\"");
    }

    @Test
    void wrongStatusEndsTheRun() {
        assertThatThrownBy(() -> answer("/hs256", "Bearer " + Credentials.forged(credentials.hs256()), 200))
                .hasMessageContaining("are not 200")
                .hasMessageContaining("credential_invalid");
    }

    @Test
    void fixedRateIsHeldAndEveryRequestIsCounted() {
        var report = load.run(Job.open(port(), hello(), 8, 1, 2_000, 200));

        assertThat(report.answers()).isEqualTo(2_000);
        assertThat(report.latency()).isSorted().allMatch(micros -> micros > 0);
    }

    @Test
    void closedLoopEndsWhenItsRequestsAreUsedUp() {
        var report = load.run(Job.collecting(port(), Requests.once(hello().wire()), 1, 200));

        assertThat(report.bodies()).containsExactly("{\"hello\":\"world\"}");
    }

    private static String credential(String path) {
        return switch (path) {
            case "/init-data" -> "tma " + credentials.initData();
            case "/hs256" -> "Bearer " + credentials.hs256();
            case "/rs256" -> "Bearer " + credentials.rs256();
            default -> "Bearer " + credentials.es256();
        };
    }

    private static String answer(String path, String authorization, int status) {
        var wire = Requests.wire("GET", path, Map.of("Authorization", authorization), null);
        return load.run(Job.collecting(port(), Requests.once(List.of(wire)), 1, status))
                .bodies()
                .getFirst();
    }

    private static Requests hello() {
        return Requests.repeated(List.of(Requests.wire("GET", "/hello", Map.of(), null)));
    }

    private static int port() {
        return servers.get(Kind.RAW).port();
    }
}
