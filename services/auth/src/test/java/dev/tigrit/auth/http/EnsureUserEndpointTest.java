package dev.tigrit.auth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.auth.identity.AuthProblem;
import dev.tigrit.auth.identity.Identity;
import dev.tigrit.auth.identity.TelegramUser;
import dev.tigrit.auth.identity.Verdict;
import dev.tigrit.starter.problem.ProblemException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnsureUserEndpointTest {

    @ParameterizedTest
    @ValueSource(strings = {"keycloak:42", "keycloak:f81d4fae", ":42", "42:"})
    void userOfAnIssuerOfItsOwnIsNoTelegramUser(String userId) {
        assertThatThrownBy(() -> EnsureUserEndpoint.requireTelegramUser(jwt(userId)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.code()).isEqualTo(AuthProblem.NOT_A_TELEGRAM_USER));
    }

    @Test
    void issuerThatSharesTelegramIdsNamesATelegramUser() {
        assertThat(EnsureUserEndpoint.requireTelegramUser(jwt("42")).userId()).isEqualTo("42");
    }

    private static Verdict jwt(String userId) {
        return new Verdict.Accepted(new Identity(
                userId,
                Identity.Method.JWT,
                null,
                "keycloak",
                null,
                Instant.EPOCH,
                Identity.digest("keycloak", new byte[0]),
                TelegramUser.ofId("42")));
    }
}
