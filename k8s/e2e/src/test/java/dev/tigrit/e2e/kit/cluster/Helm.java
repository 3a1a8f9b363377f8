package dev.tigrit.e2e.kit.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The helm of the PATH, on one release. */
public final class Helm {

    private static final Path CHART = Path.of("../../charts/platform");

    private Helm() {}

    /** Waits until everything is ready, as long as the issue allows. */
    public static String install(String... arguments) {
        var command =
                new ArrayList<>(List.of("install", Platform.RELEASE, CHART.toString(), "--wait", "--timeout", "3m"));
        if (Cluster.hasDefinitionOfOthers()) {
            command.addAll(List.of("--set", "operator.crds.enabled=false"));
        }
        return run(command, arguments);
    }

    /** Helm waits for the new pods; this, until the old ones are gone as well. */
    public static void upgrade(String... arguments) {
        var command =
                new ArrayList<>(List.of("upgrade", Platform.RELEASE, CHART.toString(), "--wait", "--timeout", "5m"));
        if (Cluster.hasDefinitionOfOthers()) {
            command.addAll(List.of("--set", "operator.crds.enabled=false"));
        }
        run(command, arguments);
        Cluster.awaitReady();
    }

    /** As upgrade. */
    public static void rollback() {
        run(List.of("rollback", Platform.RELEASE, "--wait", "--timeout", "5m"));
        Cluster.awaitReady();
    }

    public static String test() {
        return run(List.of("test", Platform.RELEASE, "--timeout", "2m"));
    }

    public static String uninstall() {
        return run(List.of("uninstall", Platform.RELEASE, "--wait", "--timeout", "3m", "--ignore-not-found"));
    }

    public static boolean isInstalled() {
        return run(List.of("list", "--all", "--short")).contains(Platform.RELEASE);
    }

    /** @throws AssertionError with what helm says when it fails, and what the pods are about */
    private static String run(List<String> command, String... arguments) {
        var words =
                new ArrayList<>(List.of("helm", "--kube-context", Cluster.CONTEXT, "--namespace", Platform.NAMESPACE));
        words.addAll(command);
        words.addAll(List.of(arguments));
        try {
            return Command.run(words);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + Cluster.describe(), e);
        }
    }
}
