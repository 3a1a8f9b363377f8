package dev.tigrit.local.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.Demo;
import dev.tigrit.local.fixture.Jwt;
import dev.tigrit.local.fixture.RawRequest;
import dev.tigrit.local.launcher.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In a pod, where Spring Boot believes these headers unless it is told not to. */
class ForwardedHeadersIT {

    /** The environment of a pod, and no API server behind it. */
    private static final Map<String, String> POD = Map.of(
            "KUBERNETES_SERVICE_HOST", "127.0.0.1",
            "KUBERNETES_SERVICE_PORT", "1",
            "TIGRIT_CONFIG_SOURCE", "optional:file:./none.yaml");

    private static final List<String> JUNK = List.of(
            "X-Forwarded-Port: junk",
            "X-Forwarded-Port: 99999999",
            "X-Forwarded-For: [::",
            "X-Forwarded-Host: a b:c",
            "X-Forwarded-Proto: ://",
            "X-Forwarded-Prefix: ..//",
            "X-Forwarded-Ssl: on",
            "Forwarded: for=;host=\"a:b:c\";proto",
            "Forwarded: host=evil.example:x");

    @ParameterizedTest
    @ValueSource(strings = {Service.AUTH, Service.SESSIONS})
    void forwardAuthAnswersTheSameWhateverTheyHold(String name) throws Exception {
        try (var service = PackagedService.start(name, POD)) {
            for (var junk : JUNK) {
                assertThat(forwardAuth(service, junk + "\r\n")).as(junk).startsWith("HTTP/1.1 401");
            }
            if (name.equals(Service.AUTH)) {
                var jwt = Jwt.ofUser(
                        Demo.USER,
                        Instant.now(),
                        Instant.now().plus(Duration.ofMinutes(5)),
                        service.system().keys().get("JWT_SECRET"));
                for (var junk : JUNK) {
                    assertThat(forwardAuth(service, junk + "\r\nAuthorization: Bearer " + jwt + "\r\n"))
                            .as(junk)
                            .startsWith("HTTP/1.1 200");
                }
            }
        }
    }

    private static String forwardAuth(PackagedService service, String headers) throws Exception {
        return RawRequest.statusLine(
                service.port(),
                "GET /v1/forward-auth HTTP/1.1\r\nHost: localhost\r\n" + headers + "Connection: close\r\n\r\n");
    }
}
