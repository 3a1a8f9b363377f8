package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class CrdTest {

    /** With {@code -Dgenerate=true}, which is `make generate`, it is written first. */
    @Test
    void committedDefinitionIsWhatTheTypesSay() throws IOException {
        if (Boolean.getBoolean("generate")) {
            Crd.main();
        }
        assertThat(Files.readString(Crd.FILE))
                .as("run `make generate`")
                .isEqualTo(Crd.generate());
    }
}
