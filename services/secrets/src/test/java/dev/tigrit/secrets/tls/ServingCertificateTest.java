package dev.tigrit.secrets.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tigrit.testkit.PemPair;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServingCertificateTest {

    @TempDir
    static Path folder;

    private static PemPair rsa;
    private static PemPair one;
    private static PemPair two;
    private static PemPair ed25519;

    @BeforeAll
    static void create() {
        rsa = PemPair.create(folder, "rsa", "RSA");
        one = PemPair.create(folder, "one", "EC");
        two = PemPair.create(folder, "two", "EC");
        ed25519 = PemPair.create(folder, "three", "Ed25519");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA", "EC", "Ed25519"})
    void pairOfAnyKindServes(String algorithm) {
        var pair = switch (algorithm) {
            case "RSA" -> rsa;
            case "EC" -> one;
            default -> ed25519;
        };

        var serving = read(pair.certificate(), pair.privateKey());

        assertThat(serving.context().isServer()).isTrue();
        assertThat(serving.notAfter())
                .isBetween(Instant.now().plus(Duration.ofDays(9)), Instant.now().plus(Duration.ofDays(11)));
    }

    @Test
    void keyInPkcs1Serves() {
        assertThat(read(rsa.certificate(), rsa.pkcs1()).context()).isNotNull();
    }

    @Test
    void filesThatAreNoPairAreRefusedAndNothingOfThemIsQuoted() {
        assertThatThrownBy(() -> read(one.certificate(), two.privateKey()))
                .hasMessage("the private key is not that of the certificate");
        assertThatThrownBy(() -> read(one.certificate(), rsa.privateKey()))
                .hasMessage("the private key is not that of the certificate");
        assertThatThrownBy(() -> read("garbage", one.privateKey()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the certificate file has no readable certificate");
        assertThatThrownBy(() -> read(one.certificate(), "garbage"))
                .hasMessage("the private key file has no readable key");
        assertThatThrownBy(() -> read(one.certificate(), one.privateKey().substring(0, 60)))
                .hasMessage("the private key file has no readable key");
        assertThatThrownBy(() -> read(one.certificate().replaceAll("[A-M]", "A"), one.privateKey()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the certificate file has no readable certificate");
    }

    private static ServingCertificate read(String certificate, String privateKey) {
        return ServingCertificate.read(certificate.getBytes(US_ASCII), privateKey.getBytes(US_ASCII));
    }
}
