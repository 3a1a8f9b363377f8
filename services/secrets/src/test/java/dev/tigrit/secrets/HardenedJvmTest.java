package dev.tigrit.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class HardenedJvmTest {

    private static final Map<String, String> SAFE = Map.of(
            "HeapDumpOnOutOfMemoryError", "false",
            "HeapDumpBeforeFullGC", "false",
            "HeapDumpAfterFullGC", "false",
            "DisableAttachMechanism", "true",
            "EnableDynamicAgentLoading", "false",
            "CreateCoredumpOnCrash", "false",
            "DumpReplayDataOnError", "false",
            "ErrorFile", "/dev/null",
            "UsePerfData", "false");

    @Test
    void hardenedProcessStartsWithoutAWord(CapturedOutput output) {
        jvm(SAFE, List.of("-Xmx256m"), Set.of("java.version")).check(true);

        assertThat(output.getAll()).doesNotContain("jvm.options");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"-javaagent:x.jar=canary", "-agentlib:jdwp=canary", "-agentpath:/x=canary", "-Xrunjdwp:canary"})
    void agentIsRefusedInBundleModeAndItsOptionsAreNotSaid(String agent, CapturedOutput output) {
        var jvm = jvm(SAFE, List.of(agent), Set.of());

        assertThatThrownBy(() -> jvm.check(true))
                .hasMessageContaining("would hand out")
                .hasMessageNotContaining("canary");
        assertThatCode(() -> jvm.check(false)).doesNotThrowAnyException();
        assertThat(output.getOut()).contains("WARN").doesNotContain("canary");
    }

    @Test
    void heapDumpAndRemoteManagementAreRefusedInBundleMode() {
        assertThatThrownBy(() -> jvm(but("HeapDumpOnOutOfMemoryError", "true"), List.of(), Set.of())
                        .check(true))
                .hasMessageContaining("HeapDumpOnOutOfMemoryError");
        assertThatThrownBy(() -> jvm(SAFE, List.of(), Set.of("com.sun.management.jmxremote.port"))
                        .check(true))
                .hasMessageContaining("com.sun.management.jmxremote");
    }

    @Test
    void possibleAttachIsAWarning(CapturedOutput output) {
        jvm(but("DisableAttachMechanism", "false"), List.of(), Set.of()).check(true);

        assertThat(output.getOut()).contains("WARN").contains("DisableAttachMechanism");
    }

    /** What is looked at here is what the file says. */
    @Test
    void everyOptionThatIsLookedAtIsInTheFile() throws IOException {
        var file = Files.readString(Path.of("jvm.options"));

        for (var option : List.of(
                "-XX:+DisableAttachMechanism",
                "-XX:-EnableDynamicAgentLoading",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:-DumpReplayDataOnError",
                "-XX:ErrorFile=/dev/null",
                "-XX:-HeapDumpOnOutOfMemoryError",
                "-XX:-UsePerfData")) {
            assertThat(file).contains("\n" + option + "\n");
        }
    }

    private static HardenedJvm jvm(Map<String, String> options, List<String> arguments, Set<String> properties) {
        return new HardenedJvm(arguments, properties, name -> options.getOrDefault(name, ""));
    }

    private static Map<String, String> but(String option, String value) {
        var options = new HashMap<>(SAFE);
        options.put(option, value);
        return options;
    }
}
