package dev.tigrit.local.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.fixture.TestSystem;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PortsTest {

    private int base;

    @BeforeEach
    void pickPorts() throws Exception {
        base = TestSystem.basePort();
    }

    @Test
    void freePortsAreTheUsualOnes() throws IOException {
        // When
        var ports = Ports.pick(base);

        // Then
        assertThat(ports.notices()).isEmpty();
        assertThat(ports).returns(base + 1, p -> p.of(Service.AUTH)).returns(base + 2, p -> p.of(Service.SESSIONS));
    }

    @Test
    void takenPortMovesItsServiceOnly() throws IOException {
        // Given
        try (var taken = new ServerSocket(base + 1)) {
            // When
            var ports = Ports.pick(base);

            // Then
            assertThat(taken.isClosed()).isFalse();
            assertThat(ports)
                    .returns(base + 11, p -> p.of(Service.AUTH))
                    .returns(base + 2, p -> p.of(Service.SESSIONS));
            assertThat(ports.notices()).singleElement().asString().contains("auth", "" + (base + 1), "" + (base + 11));
        }
    }

    @Test
    void takenManagementPortMovesTheService() throws IOException {
        // Given
        try (var taken = new ServerSocket(base + 3 + Ports.MANAGEMENT)) {
            // When
            var ports = Ports.pick(base);

            // Then
            assertThat(taken.isClosed()).isFalse();
            assertThat(ports.of(Service.SECRETS)).isEqualTo(base + 13);
        }
    }
}
