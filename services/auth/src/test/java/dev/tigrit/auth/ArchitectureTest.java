package dev.tigrit.auth;

import dev.tigrit.testkit.ServiceRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    @Test
    void boundariesHold() {
        ServiceRules.check("auth");
    }
}
