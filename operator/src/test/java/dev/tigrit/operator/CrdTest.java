package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class CrdTest {

    @Test
    void committedDefinitionIsWhatTheTypesSay() throws IOException {
        assertThat(Files.readString(Crd.FILE))
                .as("run Crd.main in the folder operator, or make generate")
                .isEqualTo(Crd.generate());
    }
}
