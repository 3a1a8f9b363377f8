package dev.tigrit.operator;

import ch.qos.logback.classic.LoggerContext;
import dev.tigrit.operator.config.OperatorConfig;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts one replica of the operator; the only argument is the path of operator.yaml. */
public final class Main {

    private static final String CONFIG = "/etc/tigrit/operator/operator.yaml";
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    private Main() {}

    /** Runs until the process is told to end; then the lease is given back. */
    public static void main(String... arguments) throws IOException, InterruptedException {
        OperatorConfig config;
        try {
            config = OperatorConfig.read(Path.of(arguments.length > 0 ? arguments[0] : CONFIG));
        } catch (IOException | IllegalArgumentException e) {
            LOG.atError().addKeyValue("problem", e.toString()).log("operator.yaml cannot be used");
            flushLog();
            System.exit(1);
            return;
        }
        var client = Operator.client(Config.autoConfigure(null));
        var operator = new Operator(client, config, Clock.systemUTC(), identity());
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> {
                    operator.close();
                    client.close();
                    flushLog();
                }));
        LOG.atInfo()
                .addKeyValue("release", config.release())
                .addKeyValue("namespace", config.namespace())
                .addKeyValue("port", operator.port())
                .log("the operator has started");
        Thread.currentThread().join();
    }

    /** Log output waits in a queue: the last lines are written now, or dropped after a second when nobody reads them. */
    private static void flushLog() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.stop();
        }
    }

    /** The pod's name, and something of this process: a container that restarts is another one. */
    private static String identity() throws IOException {
        var host = Objects.requireNonNullElse(
                System.getenv("HOSTNAME"), InetAddress.getLocalHost().getHostName());
        return host + "_" + UUID.randomUUID().toString().substring(0, 8);
    }
}
