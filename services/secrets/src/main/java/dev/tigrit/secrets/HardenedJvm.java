package dev.tigrit.secrets;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Looks at how the process was started, before anything secret is in it. What hands the memory out, an agent, a heap dump or remote
 * management, stops the start in bundle mode; any other difference from {@code jvm.options} is a warning.
 *
 * @param options the value in effect of a {@code -XX} option
 */
record HardenedJvm(List<String> arguments, Set<String> systemProperties, UnaryOperator<String> options)
        implements ApplicationListener<ApplicationPreparedEvent> {

    private static final Logger log = LoggerFactory.getLogger(HardenedJvm.class);

    private static final List<String> AGENTS = List.of("-javaagent", "-agentlib", "-agentpath", "-Xrun", "-Xdebug");
    private static final String REMOTE_MANAGEMENT = "com.sun.management.jmxremote";

    private static final Map<String, String> REFUSED = Map.of(
            "HeapDumpOnOutOfMemoryError", "false",
            "HeapDumpBeforeFullGC", "false",
            "HeapDumpAfterFullGC", "false");

    private static final Map<String, String> WARNED = Map.of(
            "DisableAttachMechanism", "true",
            "EnableDynamicAgentLoading", "false",
            "CreateCoredumpOnCrash", "false",
            "DumpReplayDataOnError", "false",
            "ErrorFile", "/dev/null",
            "UsePerfData", "false");

    static HardenedJvm ofThisProcess() {
        var diagnostics = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return new HardenedJvm(
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                System.getProperties().stringPropertyNames(),
                option -> diagnostics.getVMOption(option).getValue());
    }

    @Override
    public void onApplicationEvent(ApplicationPreparedEvent event) {
        check(event.getApplicationContext().getEnvironment().containsProperty("secrets.bundle.directory"));
    }

    /** @throws IllegalStateException names what hands the memory out, in bundle mode */
    void check(boolean bundleMode) {
        var refused = refused();
        if (bundleMode && !refused.isEmpty()) {
            throw new IllegalStateException("this JVM would hand out secrets: " + refused);
        }
        var warned = differing(WARNED);
        warned.addAll(refused);
        if (!warned.isEmpty()) {
            log.atWarn().addKeyValue("options", warned).log("the JVM was not started with jvm.options");
        }
    }

    private List<String> refused() {
        var found = differing(REFUSED);
        // Names only: an agent's options may hold anything.
        AGENTS.stream()
                .filter(agent -> arguments.stream().anyMatch(argument -> argument.startsWith(agent)))
                .forEach(found::add);
        if (systemProperties.stream().anyMatch(name -> name.startsWith(REMOTE_MANAGEMENT))) {
            found.add(REMOTE_MANAGEMENT);
        }
        return found;
    }

    private List<String> differing(Map<String, String> wanted) {
        return wanted.keySet().stream()
                .filter(option -> !Objects.equals(wanted.get(option), options.apply(option)))
                .sorted()
                .collect(Collectors.toCollection(ArrayList::new));
    }
}
