package dev.tigrit.starter.mount;

import dev.tigrit.starter.key.Sensitive;
import dev.tigrit.starter.loop.BackgroundLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files of one directory that are read together, and read again while the service runs. Kubernetes replaces what it mounts by
 * turning the link {@code ..data} to another folder, so all are read from the folder behind the link. Files that are not there
 * are waited for; what cannot be used leaves the last good state.
 *
 * @param <T> what the files say together
 */
public final class MountedFiles<T> {

    private static final Logger log = LoggerFactory.getLogger(MountedFiles.class);

    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int MAX_BYTES = 1024 * 1024;

    private final String property;
    private final Path directory;
    private final List<String> names;
    private final Function<List<byte[]>, T> reader;

    private volatile @Nullable T current;
    private List<byte[]> seen = List.of();
    private boolean usable;
    private boolean complained;

    /**
     * Reads the files once.
     *
     * @param property the configuration key of the directory, for the log
     * @param reader of their bytes in the order of the names; IllegalArgumentException, quoting nothing, says they are unusable
     */
    public MountedFiles(String property, Path directory, List<String> names, Function<List<byte[]>, T> reader) {
        this.property = property;
        this.directory = directory;
        this.names = List.copyOf(names);
        this.reader = reader;
        refresh();
    }

    public static <T> MountedFiles<T> ofFile(String property, Path file, Function<byte[], T> reader) {
        var absolute = file.toAbsolutePath();
        var parent = absolute.getParent();
        if (parent == null) {
            throw new IllegalStateException(property + " has to be the path of a file");
        }
        return new MountedFiles<>(
                property,
                parent,
                List.of(absolute.getFileName().toString()),
                contents -> reader.apply(contents.getFirst()));
    }

    /** A file with a bearer token (RFC 6750 section 2.1), such as the kubelet projects; white space around it is not part of it. */
    public static MountedFiles<Sensitive> ofToken(String property, Path file) {
        return ofFile(property, file, bytes -> {
            var token = new String(bytes, StandardCharsets.UTF_8).strip();
            if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new IllegalArgumentException("no token in the file");
            }
            return Sensitive.ofUtf8(token);
        });
    }

    /** A PEM file of certificate authorities: what is made, as often as it changes, of a TLS client that knows its peers by them alone. */
    public static <T> MountedFiles<T> ofCertificates(String property, Path file, Function<SslContext, T> client) {
        return ofFile(property, file, pem -> {
            try {
                var authorities =
                        CertificateFactory.getInstance("X.509")
                                .generateCertificates(new ByteArrayInputStream(pem))
                                .stream()
                                .map(X509Certificate.class::cast)
                                .toArray(X509Certificate[]::new);
                if (authorities.length == 0) {
                    throw new IllegalArgumentException("no certificate in the file");
                }
                return client.apply(
                        SslContextBuilder.forClient().trustManager(authorities).build());
            } catch (CertificateException e) {
                throw new IllegalArgumentException("not certificates in PEM", e);
            } catch (SSLException e) {
                throw new IllegalArgumentException("no TLS with these certificates", e);
            }
        });
    }

    /** What the files said when they were last good, the same object until they say something else; null before that. */
    public @Nullable T current() {
        return current;
    }

    /** Reads the files again every two seconds; for the owner to start and stop. */
    public BackgroundLoop loop() {
        return loop(() -> {});
    }

    /** @param after each reading */
    public BackgroundLoop loop(Runnable after) {
        return BackgroundLoop.ofBlocking(property, PAUSE, () -> {
            refresh();
            after.run();
        });
    }

    /** @return whether {@link #current} is what the files say now */
    public synchronized boolean refresh() {
        try {
            var contents = read();
            if (!Arrays.deepEquals(contents.toArray(), seen.toArray())) {
                seen = contents;
                usable = accept(contents);
            }
            complained = false;
            return usable;
        } catch (IOException e) {
            // Read every two seconds: said once, not each time.
            if (!complained) {
                complained = true;
                log.atWarn()
                        .addKeyValue("property", property)
                        .addKeyValue("error", e.getClass().getSimpleName())
                        .log("mounted files cannot be read yet, they are waited for");
            }
            return false;
        }
    }

    private boolean accept(List<byte[]> contents) {
        try {
            current = reader.apply(contents);
            return true;
        } catch (IllegalArgumentException e) {
            log.atError()
                    .addKeyValue("property", property)
                    .addKeyValue("error", e.getMessage())
                    .log("mounted files are unusable, what they said before is kept");
            return false;
        }
    }

    /** The folder behind the link of a mounted directory, which stays as it is when the mount changes; the directory itself without one. */
    public static Path folder(Path directory) throws IOException {
        var link = directory.resolve("..data");
        return (Files.isSymbolicLink(link) ? link : directory).toRealPath();
    }

    private List<byte[]> read() throws IOException {
        var folder = folder(directory);
        var contents = new ArrayList<byte[]>();
        for (var name : names) {
            contents.add(bytes(folder.resolve(name)));
        }
        return contents;
    }

    private static byte[] bytes(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            // Opening a pipe would wait for its writer.
            throw new NoSuchFileException(file.toString());
        }
        try (var in = Files.newInputStream(file)) {
            var bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("larger than " + MAX_BYTES + " bytes");
            }
            return bytes;
        }
    }
}
