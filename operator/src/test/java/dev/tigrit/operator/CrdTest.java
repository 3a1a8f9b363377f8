package dev.tigrit.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class CrdTest {

    @Test
    void committedDefinitionIsWhatTheTypesSay() throws IOException {
        var generated = Crd.generate();
        if (System.getenv("GENERATE") != null) {
            Files.writeString(Crd.FILE, generated);
        }
        assertThat(Files.readString(Crd.FILE))
                .as("make generate writes it again")
                .isEqualTo(generated);
    }
}
