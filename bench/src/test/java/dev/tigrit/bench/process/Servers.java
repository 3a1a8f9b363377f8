package dev.tigrit.bench.process;

import dev.tigrit.bench.server.Credentials;
import dev.tigrit.bench.server.RawServer;
import dev.tigrit.bench.server.SecurityApplication;
import dev.tigrit.bench.server.SessionApplication;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import redis.embedded.core.ExecutableProvider;

/** Starts each server when it is asked for, with the credentials and the Redis of this run. */
public final class Servers implements AutoCloseable {

    private static final List<String> SECRET_NAMES = List.of("JWT_SECRET", "SESSION_SIGNING_KEY", "TELEGRAM_BOT_TOKEN");

    /** Of the starters on the one class path of this module each peer has its own. */
    private static final Map<Kind, String> FOREIGN = Map.of(
            Kind.SPRING_SECURITY_HS256, ".*(spring-session|spring-boot-session|redis|spring-data|lettuce).*",
            Kind.SPRING_SECURITY_RS256, ".*(spring-session|spring-boot-session|redis|spring-data|lettuce).*",
            Kind.SPRING_SESSION, ".*(spring-security|spring-boot-security|oauth2).*",
            Kind.SPRING_SESSION_INDEXED, ".*(spring-security|spring-boot-security|oauth2).*");

    private final Path folder;
    private final Credentials credentials;
    private final Path credentialsFile;
    private final Pinned redis;
    private final int redisPort = Pinned.freePort();
    private final Map<Kind, Server> started = new EnumMap<>(Kind.class);

    public Servers(Path folder, Credentials credentials) throws IOException {
        this.folder = folder;
        this.credentials = credentials;
        this.credentialsFile = folder.resolve("credentials.json");
        credentials.write(credentialsFile);
        Files.writeString(folder.resolve("jwks.json"), credentials.jwks());
        var secrets = Files.createDirectories(folder.resolve("values"));
        for (var name : SECRET_NAMES) {
            Files.writeString(secrets.resolve(name), "only-for-measuring-0123456789-abcdefghijklmnopqrstuvw");
        }
        var binary = ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
        var line = List.of(
                binary.getAbsolutePath(), "--port", Integer.toString(redisPort), "--bind", "127.0.0.1", "--save", "");
        this.redis = Pinned.start("redis", folder, Pinned.LOAD_CORE, line, Map.of(), false);
    }

    /** Starts it unless it runs. */
    public Server get(Kind kind) {
        return started.computeIfAbsent(kind, k -> k.isService() ? service(k, Form.IMAGE) : peer(k));
    }

    public List<Server> running() {
        return List.copyOf(started.values());
    }

    /** Stops all others. */
    public void keep(Set<Kind> kinds) {
        for (var kind : List.copyOf(started.keySet())) {
            var server = started.get(kind);
            if (!kinds.contains(kind) && server != null) {
                server.close();
                started.remove(kind);
            }
        }
    }

    /** How a service is started. */
    public enum Form {
        /** The executable jar. */
        JAR,
        /** As in its image: the jar extracted, with a cache of loaded classes. */
        IMAGE,
        /** A run that writes the cache at its end. */
        TRAINING
    }

    /** A service of its own, beside those that {@link #get} hands out. */
    public Server service(Kind kind, Form form) {
        var name = kind.module();
        var image = new Image(name);
        var extracted = folder.resolve(name);
        var cache = folder.resolve(name + ".aot");
        if (form != Form.JAR && Files.notExists(extracted)) {
            extract(image.jar(), extracted);
        }
        if (form == Form.IMAGE && Files.notExists(cache)) {
            new Training(kind).run(service(kind, Form.TRAINING), credentials);
        }
        var line = new ArrayList<>(List.of(Pinned.java()));
        line.addAll(image.options());
        switch (form) {
            case JAR -> {}
            case IMAGE -> line.add("-XX:AOTCache=" + cache);
            case TRAINING -> line.add("-XX:AOTCacheOutput=" + cache);
        }
        line.add("-jar");
        line.add((form == Form.JAR ? image.jar() : extracted.resolve(image.jar().getFileName())).toString());
        line.addAll(arguments(kind));
        var port = Pinned.freePort();
        var management = Pinned.freePort();
        var process = Pinned.start(
                name,
                folder,
                Pinned.BOTH_CORES,
                line,
                Map.of(
                        "TELEGRAM_BOT_TOKEN", credentials.botToken(),
                        "JWT_SECRET", credentials.jwtSecret(),
                        "SESSION_SIGNING_KEY", credentials.sessionKey(),
                        "INTERNAL_API_SECRET", credentials.internalSecret(),
                        "SERVER_ADDRESS", "127.0.0.1",
                        "SERVER_PORT", Integer.toString(port),
                        "MANAGEMENT_SERVER_ADDRESS", "127.0.0.1",
                        "MANAGEMENT_SERVER_PORT", Integer.toString(management)),
                false);
        process.awaitReady("http://127.0.0.1:" + management + "/readyz");
        return new Server(kind, port, process, process.millis());
    }

    private List<String> arguments(Kind kind) {
        return switch (kind) {
            case AUTH ->
                List.of(
                        "--auth.issuers.bench.issuer=" + Credentials.ISSUER,
                        "--auth.issuers.bench.audiences=" + Credentials.AUDIENCE,
                        "--auth.issuers.bench.jwks=" + folder.resolve("jwks.json"));
            case SESSIONS, SESSIONS_UNTHROTTLED ->
                List.of(
                        "--sessions.redis.url=redis://127.0.0.1:" + redisPort,
                        "--sessions.callers.internal=create,verify-batch",
                        "--sessions.extend-throttle=" + (kind == Kind.SESSIONS ? "60s" : "0s"));
            default -> {
                var arguments = new ArrayList<>(List.of("--secrets.directory=" + folder.resolve("values")));
                SECRET_NAMES.forEach(name -> arguments.add("--secrets.readers." + name + "=internal"));
                yield arguments;
            }
        };
    }

    private Server peer(Kind kind) {
        var port = Pinned.freePort();
        var line = new ArrayList<>(List.of(Pinned.java()));
        // The heap is what two of the services have and the third does not need.
        line.addAll(List.of(
                "-XX:ActiveProcessorCount=1",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath(kind)));
        var text = Integer.toString(port);
        line.addAll(
                switch (kind) {
                    case RAW ->
                        List.of(
                                RawServer.class.getName(),
                                text,
                                Integer.toString(redisPort),
                                credentialsFile.toString());
                    case SPRING_SECURITY_HS256 -> security(text, "HS256");
                    case SPRING_SECURITY_RS256 -> security(text, "RS256");
                    case SPRING_SESSION -> session(text, "simple");
                    case SPRING_SESSION_INDEXED -> session(text, "indexed");
                    case AUTH, SESSIONS, SESSIONS_UNTHROTTLED, SECRETS ->
                        throw new IllegalArgumentException(kind.text());
                });
        var process = Pinned.start(kind.text().replace(' ', '-'), folder, Pinned.BOTH_CORES, line, Map.of(), false);
        process.awaitReady("http://127.0.0.1:" + port + (kind == Kind.RAW ? "/hello" : "/ready"));
        return new Server(kind, port, process, process.millis());
    }

    private List<String> security(String port, String algorithm) {
        return List.of(
                SecurityApplication.class.getName(),
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--bench.credentials=" + credentialsFile,
                "--bench.algorithm=" + algorithm);
    }

    private List<String> session(String port, String profile) {
        return List.of(
                SessionApplication.class.getName(),
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--spring.profiles.active=" + profile,
                "--spring.data.redis.url=redis://127.0.0.1:" + redisPort);
    }

    private static String classPath(Kind kind) {
        var foreign = FOREIGN.get(kind);
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> foreign == null
                        || !Path.of(entry).getFileName().toString().matches(foreign))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void extract(Path jar, Path into) {
        try {
            var process = new ProcessBuilder(
                            Pinned.java(),
                            "-Djarmode=tools",
                            "-jar",
                            jar.toString(),
                            "extract",
                            "--destination",
                            into.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(folder.resolve("extract.log").toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(jar + " cannot be extracted");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        keep(Set.of());
        redis.close();
    }
}
