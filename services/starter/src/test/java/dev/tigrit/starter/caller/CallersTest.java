package dev.tigrit.starter.caller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.starter.key.KeyRing;
import dev.tigrit.starter.key.KeyVersion;
import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.problem.ProblemException;
import dev.tigrit.starter.problem.RequestProblem;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

class CallersTest {

    private enum Operation {
        ENSURE_TELEGRAM_USER,
        INTROSPECT
    }

    private static final String TOKEN = "an internal secret of thirty-two bytes";

    @Test
    void listedOperationIsAllowed() {
        assertThat(callers(Map.of("internal", Set.of("introspect"))).require(headers(TOKEN), Operation.INTROSPECT))
                .isEqualTo("internal");
    }

    @Test
    void authenticationIsNoPermission() {
        for (var permissions : List.of(
                Map.<String, Set<String>>of(),
                Map.of("internal", Set.<String>of()),
                Map.of("internal", Set.of("ensure-telegram-user")),
                Map.of("shop/api", Set.of("introspect")))) {
            assertThatThrownBy(() -> callers(permissions).require(headers(TOKEN), Operation.INTROSPECT))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            problem -> assertThat(problem.code()).isEqualTo(RequestProblem.FORBIDDEN));
        }
    }

    @Test
    void otherTokenOrSeveralOrNoneIsNobody() {
        var callers = callers(Map.of("internal", Set.of("introspect")));
        var twice = headers(TOKEN);
        twice.add(HttpHeaders.AUTHORIZATION, "Bearer " + TOKEN);

        for (var headers : List.of(new HttpHeaders(), headers("another one of thirty-two bytes......"), twice)) {
            assertThatThrownBy(() -> callers.require(headers, Operation.INTROSPECT))
                    .isInstanceOfSatisfying(ProblemException.class, problem -> {
                        assertThat(problem.code()).isEqualTo(RequestProblem.UNAUTHENTICATED);
                        assertThat(problem.headers().getFirst(HttpHeaders.WWW_AUTHENTICATE))
                                .isEqualTo(headers.isEmpty() ? "Bearer" : "Bearer error=\"invalid_token\"");
                    });
        }
    }

    @Test
    void operationThatDoesNotExistStopsStartUpAndIsNamed() {
        assertThatThrownBy(() ->
                        Callers.requireKnown("auth.callers", Map.of("internal", Set.of("introspekt")), Operation.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("auth.callers.internal")
                .hasMessageContaining("introspekt");
    }

    private static Callers callers(Map<String, Set<String>> permissions) {
        var key = KeyVersion.of(1, Sensitive.ofUtf8(TOKEN), Instant.EPOCH, null);
        return new Callers(new CallerVerifier(KeyRing.of(List.of(key)), _ -> null, Clock.systemUTC()), permissions);
    }

    private static HttpHeaders headers(String token) {
        var headers = new HttpHeaders();
        headers.setBearerAuth(token);
        return headers;
    }
}
