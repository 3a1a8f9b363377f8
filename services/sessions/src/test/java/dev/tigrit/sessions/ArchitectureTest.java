package dev.tigrit.sessions;

import dev.tigrit.testkit.ServiceRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void boundariesHold() {
        ServiceRules.check("sessions");
    }
}
