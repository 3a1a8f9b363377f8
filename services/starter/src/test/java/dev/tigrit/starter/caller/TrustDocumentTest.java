package dev.tigrit.starter.caller;

import static dev.tigrit.testkit.ClusterStandIn.ISSUER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.starter.loop.BackgroundLoops;
import dev.tigrit.testkit.ClusterStandIn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustDocumentTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final ClusterStandIn CLUSTER = new ClusterStandIn("one");

    @Test
    void issuerAndKeysAreRead() {
        var document = read(ISSUER + "\n", ClusterStandIn.jwks(CLUSTER));

        assertThat(document.hasIssuer(ISSUER)).isTrue();
        assertThat(document.hasIssuer("https://other")).isFalse();
        assertThat(document.key("one")).isNotNull();
        assertThat(document.key("two")).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                " ",
                "two words",
                "one\n\nthree\n",
                "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17"
            })
    void listThatIsNotOneIssuerALineIsRefused(String issuer) {
        assertThatThrownBy(() -> read(issuer, ClusterStandIn.jwks(CLUSTER)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("issuers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":[]}",
                "{\"keys\":[1,null,\"x\",{}]}",
                "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"one\",\"k\":\"c2VjcmV0\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"one\",\"n\":\"%%%\",\"e\":\"AQAB\"}]}",
                "{\"keys\":[{\"kty\":\"EC\",\"kid\":\"one\",\"crv\":\"secp256k1\",\"x\":\"AQAB\",\"y\":\"AQAB\"}]}",
            })
    void documentWithoutAUsableKeyIsRefused(String jwks) {
        assertThatThrownBy(() -> read(ISSUER, jwks))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jwks.json");
    }

    @Test
    void halfOfTheFileIsRefused() {
        var jwks = ClusterStandIn.jwks(CLUSTER);

        assertThatThrownBy(() -> read(ISSUER, jwks.substring(0, jwks.length() / 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void twoKeysOfOneKidAreRefusedUnlessTheyAreTheSame() {
        assertThatThrownBy(() -> read(ISSUER, ClusterStandIn.jwks(CLUSTER, new ClusterStandIn("one"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one kid");
        assertThat(read(ISSUER, ClusterStandIn.jwks(CLUSTER, CLUSTER)).key("one"))
                .isNotNull();
    }

    @Test
    void oneKeyWithTwoAlgorithmsIsRefused() {
        var twice = ClusterStandIn.jwks(CLUSTER, CLUSTER).replaceFirst("RS256", "RS384");

        assertThatThrownBy(() -> read(ISSUER, twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one kid");
    }

    @Test
    void keyWithoutANameIsLeftOut() {
        assertThat(read(ISSUER, ClusterStandIn.jwks(CLUSTER, new ClusterStandIn("")))
                        .key(""))
                .isNull();
    }

    @Test
    void keyForEncryptionOrOfAnotherKindIsLeftOutAlone() {
        var other = ClusterStandIn.jwks(CLUSTER)
                .replace("[", "[{\"kty\":\"OKP\",\"kid\":\"three\",\"crv\":\"Ed25519\",\"x\":\"AQAB\"},");
        var encryption = ClusterStandIn.jwks(new ClusterStandIn("two")).replace("\"sig\"", "\"enc\"");

        assertThat(read(ISSUER, other).key("one")).isNotNull();
        assertThat(read(ISSUER, other).key("three")).isNull();
        assertThatThrownBy(() -> read(ISSUER, encryption)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void provedCallersAreBoundedAndEndedOnesLeaveFirst() {
        var document = read(ISSUER, ClusterStandIn.jwks(CLUSTER));
        for (var i = 0; i < TrustDocument.MAX_PROVED; i++) {
            document.prove(digest(i), new Caller("a/b", NOW.plusSeconds(i)), NOW);
        }

        var later = NOW.plusSeconds(10);
        for (var i = 0; i < TrustDocument.MAX_PROVED; i++) {
            document.prove(digest(10_000 + i), new Caller("a/c", NOW.plusSeconds(3600)), later);
        }

        assertThat(IntStream.range(0, 11_000).filter(i -> document.proved(digest(i), NOW) != null))
                .hasSize(TrustDocument.MAX_PROVED);
        assertThat(document.proved(digest(999), later)).isNull();
        assertThat(document.proved(digest(10_999), later)).isNotNull();
        assertThat(document.proved(digest(10_999), NOW.plusSeconds(3600))).isNull();
    }

    @Test
    void ageIsMeasuredOnlyWhereThereIsATrustDocument() {
        var registry = new SimpleMeterRegistry();

        new ServiceAccountTokens.Properties(null, null)
                .toTokens(Clock.systemUTC(), new BackgroundLoops())
                .bindTo(registry);

        assertThat(registry.getMeters()).isEmpty();
    }

    private static ByteBuffer digest(int i) {
        return ByteBuffer.allocate(32).putInt(0, i);
    }

    private static TrustDocument read(String issuer, String jwks) {
        return TrustDocument.read(issuer.getBytes(StandardCharsets.UTF_8), jwks.getBytes(StandardCharsets.UTF_8), NOW);
    }
}
