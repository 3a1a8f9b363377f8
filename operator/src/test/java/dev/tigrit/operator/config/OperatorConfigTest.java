package dev.tigrit.operator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.operator.config.OperatorConfig.Share;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {

    @Test
    void everythingButTheReleaseHasADefault() {
        var config = OperatorConfig.parse("{release: tigrit, namespace: games}");

        assertThat(config.namespaces()).containsOnlyKeys("games").containsValue(List.of("*"));
        assertThat(config.port()).isEqualTo(9090);
        assertThat(config.admin().verify()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.certificate().mode()).isEqualTo(OperatorConfig.Mode.OPERATOR);
        assertThat(config.lease().duration()).isEqualTo(Duration.ofSeconds(15));
        assertThat(config.names().server()).isEqualTo("tigrit-secrets.games.svc");
    }

    @Test
    void quotaOfANamespaceReplacesWhatHoldsForTheOthers() {
        var config = OperatorConfig.parse("""
                {release: tigrit, namespace: games, namespaces: {games: ['*'], a: ['A_*'], b: ['B_*']},
                 quota: {keys: 50, namespaces: {b: {bytes: 1000}}}}
                """);

        assertThat(config.share("a")).isEqualTo(new Share(50, 512 * 1024));
        assertThat(config.share("b")).isEqualTo(new Share(50, 1000));
        assertThat(config.share("games").keys()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "namespace: games | release",
                "{release: tigrit, namespace: Games} | namespace",
                "{release: tigrit, namespace: games, port: 70000} | port",
                "{release: tigrit, namespace: games, upkeep: PT0S} | upkeep",
                "{release: tigrit, namespace: games, namespaces: {games: ['*_KEY']}} | namespaces.games: *_KEY",
                "{release: tigrit, namespace: games, lease: {renew: PT20S}} | lease.duration",
                "{release: tigrit, namespace: games, certificate: {leaf-lifetime: P900D}} | certificate.authority-lifetime",
                "{release: tigrit, namespace: games, certificate: {mode: none}} | none",
                "{release: tigrit, namespace: games, quota: {keys: 0}} | quota.keys",
                "{release: tigrit, namespace: games, quota: {namespaces: {games: {bytes: -1}}}} | quota.namespaces.games.bytes",
                "{release: tigrit, namespace: games, quota: {namespaces: {team: {keys: 1}}}} | quota.namespaces.team",
                "{release: tigrit, namespace: games, nonsense: 1} | nonsense",
                "{release: tigrit, namespace: games, settle: soon} | soon",
            })
    void wrongValueIsNamed(String yaml, String named) {
        assertThatThrownBy(() -> OperatorConfig.parse(yaml))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(named);
    }
}
