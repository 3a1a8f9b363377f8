package dev.tigrit.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tigrit.sessions.server.RealRedis;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

@ExtendWith(OutputCaptureExtension.class)
class CanaryIT {

    private static final String KEY = "canary-of-an-idempotency-key-0123456789";
    private static final String USER = "canary-of-a-user";

    @Test
    @DisplayName("T20: no token, secret, key or id shows in commands, logs or metrics, whatever is called")
    void noTokenOrKeyShowsInCommandsLogsOrMetrics(CapturedOutput output) {
        try (var redis = RealRedis.start();
                var service = TestService.start(redis.url(), "--logging.level.dev.tigrit=debug")) {
            var tokens = new ArrayList<String>();
            var session = new AtomicReference<>("");

            var commands = redis.monitorOf(() -> {
                var body = "{\"user_id\": \"" + USER + "\"}";
                var created = service.create(body, KEY);
                session.set(TestService.text(created, "session_id"));
                tokens.add(TestService.tokenOf(created));
                tokens.add(TestService.tokenOf(service.create(body, KEY)));
                service.create("{\"user_id\": \"" + USER + "\", \"ttl\": 5}", KEY);
                var token = tokens.getFirst();
                service.status("verify", token);
                service.status("extend", token);
                TestService.post(
                        service.web(),
                        "/v1/sessions/verify-batch",
                        TestService.INTERNAL,
                        "{\"tokens\": [\"" + token + "\"]}");
                service.web()
                        .post()
                        .uri("/v1/introspect")
                        .headers(headers -> headers.setBearerAuth(TestService.INTERNAL))
                        .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                        .bodyValue("token=" + token)
                        .exchange()
                        .expectStatus()
                        .isOk();
                service.web()
                        .get()
                        .uri("/v1/forward-auth")
                        .cookie("__Host-session", token)
                        .exchange()
                        .expectStatus()
                        .isOk();
                var rotated = service.post("/v1/sessions/rotate", token);
                tokens.add(TestService.tokenOf(rotated));
                service.status("rotate", token);
                service.status("verify", token);
                service.status("verify", token.replace("ts1_AQ", "ts1_AA"));
                service.sessionsOf(USER);
                service.status("invalidate", tokens.getLast());
                service.call(HttpMethod.DELETE, "/v1/sessions/" + session.get());
                service.call(HttpMethod.DELETE, "/v1/users/" + USER + "/sessions");
            });
            var metrics = new String(
                    service.management()
                            .get()
                            .uri("/metrics")
                            .exchange()
                            .expectBody()
                            .returnResult()
                            .getResponseBodyContent(),
                    StandardCharsets.UTF_8);

            assertThat(commands).contains("\"HGET\"", "PUBLISH");
            assertThat(metrics)
                    .contains(
                            "sessions_operations_total{",
                            "operation=\"verify\"",
                            "result=\"session_invalid\"",
                            "sessions_store_commands_seconds_count{command=\"rotate\"",
                            "sessions_store_pending",
                            "sessions_key_age_seconds");
            await().until(() -> output.getAll().contains("session decision"));
            assertThat(output.getAll()).doesNotContain(session.get(), USER);
            assertThat(metrics).doesNotContain(session.get(), USER);
            for (var token : tokens) {
                assertThat(commands).doesNotContain(escaped(token));
                for (var place : new String[] {commands, metrics, output.getAll()}) {
                    assertThat(place)
                            .doesNotContain(
                                    token, token.substring(60, 90), TestService.SIGNING_KEY, TestService.INTERNAL, KEY);
                }
            }
        }
    }

    /** Part of the token's secret as MONITOR would print it. */
    private static String escaped(String token) {
        var bytes = Base64.getUrlDecoder().decode(token.substring(4));
        var text = new StringBuilder();
        for (var i = 40; i < 48; i++) {
            var c = bytes[i] & 0xff;
            switch (c) {
                case '"', '\\' -> text.append('\\').append((char) c);
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case 7 -> text.append("\\a");
                case '\b' -> text.append("\\b");
                default -> text.append(c >= 32 && c < 127 ? String.valueOf((char) c) : "\\x%02x".formatted(c));
            }
        }
        return text.toString();
    }
}
