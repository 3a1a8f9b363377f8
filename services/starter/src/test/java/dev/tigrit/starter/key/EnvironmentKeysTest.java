package dev.tigrit.starter.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class EnvironmentKeysTest {

    private static final String KEY = "0123456789abcdef0123456789abcdef";

    private final MockEnvironment environment = new MockEnvironment();
    private final EnvironmentKeys keys = new EnvironmentKeys(environment);

    @Test
    void valueIsTakenAsItIsButForOneTrailingLineBreak() {
        environment.setProperty("KEY", "a${b}c \r\n");

        assertThat(keys.find("KEY")).contains(Sensitive.ofText("a${b}c "));
    }

    @Test
    void blankCountsAsUnset() {
        environment.setProperty("KEY", " \n");

        assertThat(keys.find("KEY")).isEmpty();
    }

    @Test
    void previousIsAcceptedBesideTheCurrent() {
        environment.setProperty("KEY", KEY);
        environment.setProperty("KEY_PREVIOUS", KEY.replace('a', 'z'));

        assertThat(keys.findKey("KEY").orElseThrow())
                .extracting(KeyVersion::version)
                .containsExactly(2L, 1L);
    }

    @Test
    void shortKeyStopsAndIsNamed() {
        environment.setProperty("KEY", KEY.substring(1));

        assertThatThrownBy(() -> keys.findKey("KEY"))
                .hasMessage("KEY has 31 bytes; it needs at least 32")
                .hasMessageNotContaining(KEY.substring(1));
    }

    @Test
    void previousAloneStops() {
        environment.setProperty("KEY_PREVIOUS", KEY);

        assertThatThrownBy(() -> keys.findKey("KEY")).hasMessage("KEY_PREVIOUS is set but KEY is not");
    }

    @Test
    void sensitiveValueIsNeverPrinted() {
        assertThat(Sensitive.ofText(KEY)).hasToString("***").isEqualTo(Sensitive.ofText(KEY + "\n"));
    }
}
