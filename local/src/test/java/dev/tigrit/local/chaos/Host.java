package dev.tigrit.local.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.launcher.Child;
import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is done to the machine: only inside network and mount namespaces that belong to this run. */
final class Host {

    private Host() {}

    /** @throws IllegalStateException outside, where the rules would hold for everybody */
    static void requireNamespaces() throws SocketException {
        if (NetworkInterface.networkInterfaces()
                .anyMatch(network -> !network.getName().equals("lo"))) {
            throw new IllegalStateException("not in namespaces of its own: use `make chaos`");
        }
    }

    static void pause(Child child) throws IOException, InterruptedException {
        signal("-STOP", child);
    }

    static void resume(Child child) throws IOException, InterruptedException {
        signal("-CONT", child);
    }

    /** To its own children too: a database answers through them. */
    private static void signal(String signal, Child child) throws IOException, InterruptedException {
        var process = ProcessHandle.of(child.pid()).orElseThrow();
        for (var one : Stream.concat(Stream.of(process), process.descendants()).toList()) {
            var status = new ProcessBuilder("kill", signal, Long.toString(one.pid()))
                    .start()
                    .waitFor();
            assertThat(status == 0 || !one.isAlive())
                    .as("kill %s %d", signal, one.pid())
                    .isTrue();
        }
    }

    /** A file system in memory of its own. */
    static void mount(Path folder, String size) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + size, "chaos", folder.toString());
    }

    /** Names are asked of 127.0.0.1. */
    static void useNameServer(Path folder) throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
        run("mount", "--bind", file.toString(), "/etc/resolv.conf");
    }

    /** Takes all space that is left. */
    static void fill(Path disk) throws IOException {
        var block = new byte[64 * 1024];
        try (var filler = Files.newOutputStream(disk.resolve("filler"))) {
            while (true) {
                filler.write(block);
            }
        } catch (IOException full) {
            assertThat(Files.getFileStore(disk).getUsableSpace()).isLessThan(block.length);
        }
    }

    static void free(Path disk) throws IOException {
        Files.delete(disk.resolve("filler"));
    }

    /** Packets to and from the port at this address vanish. */
    static void cut(String address, int port) throws IOException, InterruptedException {
        input("-p", "tcp", "-d", address, "--dport", Integer.toString(port), "-j", "DROP");
        input("-p", "tcp", "-s", address, "--sport", Integer.toString(port), "-j", "DROP");
    }

    /** Whoever sends something to one of these ports loses the connection. */
    static void reset(List<Integer> ports) throws IOException, InterruptedException {
        for (var port : ports) {
            input("-p", "tcp", "--dport", Integer.toString(port), "-j", "REJECT", "--reject-with", "tcp-reset");
        }
    }

    /** This part of all packets, of all connections, vanishes. */
    static void lose(double part) throws IOException, InterruptedException {
        input("-p", "tcp", "-m", "statistic", "--mode", "random", "--probability", Double.toString(part), "-j", "DROP");
    }

    static void networkIsAsItWas() throws IOException, InterruptedException {
        run("iptables", "-w", "-F", "INPUT");
    }

    private static void input(String... rule) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of("iptables", "-w", "-A", "INPUT"));
        line.addAll(List.of(rule));
        run(line.toArray(String[]::new));
    }

    private static void run(String... line) throws IOException, InterruptedException {
        var process = new ProcessBuilder(line).redirectErrorStream(true).start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s", String.join(" ", line), output)
                .isZero();
    }
}
