package dev.tigrit.operator.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenTrustTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    private static ClusterKeys cluster(List<String> issuers, String... kids) {
        var keys = ClusterKeys.JSON.createArrayNode();
        for (var kid : kids) {
            keys.addObject().put("kid", kid).put("kty", "RSA");
        }
        return new ClusterKeys(new LinkedHashSet<>(issuers), keys);
    }

    /** What the ConfigMap holds between two looks. */
    private static TokenTrust stored(TokenTrust trust, Instant now) {
        return TokenTrust.of(trust.issuerLines(), trust.jwks(), trust.times(), now);
    }

    @Test
    void issuerAndKeyOfBeforeStayUntilTheirTokensHaveEnded() {
        var before = TokenTrust.of(null, null, null, NOW).with(cluster(List.of("https://old"), "one"), NOW);

        var later = NOW.plusSeconds(60);
        var changed = stored(before, later).with(cluster(List.of("https://new"), "two"), later);
        assertThat(changed.issuerLines()).isEqualTo("https://new\nhttps://old");
        assertThat(changed.keys()).containsOnlyKeys("two", "one");

        var last = NOW.plus(TokenTrust.KEPT).minusSeconds(1);
        assertThat(stored(changed, last)
                        .with(cluster(List.of("https://new"), "two"), last)
                        .issuers())
                .containsOnlyKeys("https://new", "https://old");
        var end = NOW.plus(TokenTrust.KEPT);
        var ended = stored(changed, end).with(cluster(List.of("https://new"), "two"), end);
        assertThat(ended.issuerLines()).isEqualTo("https://new");
        assertThat(ended.keys()).containsOnlyKeys("two");
    }

    @Test
    void whatIsStoredWithoutATimeOrWithOneToComeCountsAsSeenNow() {
        var trust = TokenTrust.of(
                "https://written.by.hand\nhttps://of.the.future",
                "{\"keys\":[{\"kid\":\"x\"}]}",
                "{\"issuers\":{\"https://of.the.future\":\"2999-01-01T00:00:00Z\"},\"keys\":{\"x\":\"soon\"}}",
                NOW);

        assertThat(trust.issuers())
                .hasSize(2)
                .containsValue(NOW)
                .doesNotContainValue(Instant.parse("2999-01-01T00:00:00Z"));
        assertThat(trust.keys().values()).extracting(TokenTrust.Key::seen).containsExactly(NOW);
    }

    @Test
    void garbageIsReplaced() {
        var trust = TokenTrust.of("", "{", "[", NOW).with(cluster(List.of("https://new"), "two"), NOW);

        assertThat(trust.issuerLines()).isEqualTo("https://new");
        assertThat(trust.jwks()).isEqualTo("{\"keys\":[{\"kid\":\"two\",\"kty\":\"RSA\"}]}");
    }
}
