package dev.tigrit.sessions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class CanaryIT {

    @Test
    void noTokenOrKeyShowsInCommandsLogsOrMetrics(CapturedOutput output) {
        try (var redis = RealRedis.start();
                var service = TestService.start(redis.url(), "--logging.level.dev.tigrit=debug")) {
            await().atMost(Duration.ofSeconds(5)).until(() -> service.status("/health") == 200);
            var issued = new AtomicReference<>("");

            var commands = redis.monitorOf(() -> {
                issued.set(service.token());
                service.post("/v1/sessions/verify", issued.get());
                service.post("/v1/sessions/extend", issued.get());
                service.post("/v1/sessions/invalidate", issued.get());
                service.post("/v1/sessions/verify", issued.get());
                service.post("/v1/sessions/verify", issued.get().replace("ts1_AQ", "ts1_AA"));
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

            var token = issued.get();
            assertThat(commands).contains("\"HGET\"").doesNotContain(escaped(token));
            assertThat(metrics)
                    .contains("sessions_operations_total{", "operation=\"verify\"", "result=\"session_invalid\"");
            assertThat(output.getAll()).contains("session decision");
            for (var place : new String[] {commands, metrics, output.getAll()}) {
                assertThat(place)
                        .doesNotContain(token, token.substring(60, 90), TestService.SIGNING_KEY, TestService.INTERNAL);
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
