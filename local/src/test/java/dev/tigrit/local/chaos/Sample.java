package dev.tigrit.local.chaos;

import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What the parts hold at a moment.
 *
 * @param processes by their name
 * @param keys of the store
 * @param storeBytes of the store's data, {@code used_memory}
 */
record Sample(Map<String, Held> processes, long keys, long storeBytes) {

    /**
     * @param heap in use after a full collection, in bytes
     * @param resident in bytes
     * @param files open descriptors, with those of connections
     */
    record Held(long heap, long resident, long files, long threads) {}

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern HEAP = Pattern.compile("(?m)^jvm_memory_used_bytes\\{.*area=\"heap\".*} (\\S+)$");

    static Sample of(LocalSystem system) throws IOException, InterruptedException {
        var processes = new LinkedHashMap<String, Held>();
        for (var service : system.services()) {
            processes.put(
                    service.name(),
                    process(service, system.child(service.name()).pid()));
        }
        var port = system.ports().of(Stack.STORE);
        return new Sample(
                processes,
                number(ask(port, "DBSIZE"), ":(\\d+)"),
                number(ask(port, "INFO memory"), "(?m)^used_memory:(\\d+)"));
    }

    private static Held process(Service service, long pid) throws IOException, InterruptedException {
        collect(pid);
        var metrics = HTTP.send(
                        HttpRequest.newBuilder(URI.create(service.management() + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        var heap = HEAP.matcher(metrics)
                .results()
                .mapToLong(used -> (long) Double.parseDouble(used.group(1)))
                .sum();
        var proc = Path.of("/proc", Long.toString(pid));
        var status = Files.readString(proc.resolve("status"));
        try (var files = Files.list(proc.resolve("fd"))) {
            return new Held(
                    heap,
                    number(status, "VmRSS:\\s+(\\d+)") * 1024,
                    files.count(),
                    number(status, "Threads:\\s+(\\d+)"));
        }
    }

    private static void collect(long pid) throws IOException, InterruptedException {
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        var process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.run")
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }

    /** By the inline form of the protocol. */
    static String ask(int port, String command) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static long number(String text, String pattern) {
        var found = Pattern.compile(pattern).matcher(text);
        if (!found.find()) {
            throw new IllegalStateException(pattern + " in " + text);
        }
        return Long.parseLong(found.group(1));
    }
}
