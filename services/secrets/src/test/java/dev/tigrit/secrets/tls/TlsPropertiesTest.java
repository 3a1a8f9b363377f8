package dev.tigrit.secrets.tls;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TlsPropertiesTest {

    @Test
    void oneFileWithoutTheOtherStopsStartUp() {
        assertThatThrownBy(() -> new TlsProperties(Path.of("a/tls.crt"), null))
                .hasMessageContaining("secrets.tls.private-key");
        assertThatThrownBy(() -> new TlsProperties(null, Path.of("a/tls.key")))
                .hasMessageContaining("secrets.tls.certificate");
    }

    @Test
    void filesOfTwoFoldersStopStartUp() {
        assertThatThrownBy(() -> new TlsProperties(Path.of("a/tls.crt"), Path.of("b/tls.key")))
                .hasMessageContaining("one folder");
    }
}
