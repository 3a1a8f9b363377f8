package dev.tigrit.operator.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tigrit.operator.bundle.Bundle;
import dev.tigrit.operator.bundle.BundleJson;
import dev.tigrit.operator.config.OperatorConfig.Admin;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** The admin API of the Secrets service, {@code /admin/v1/bundle} in its openapi.yaml. */
public final class AdminClient {

    private static final String PATH = "/admin/v1/bundle";
    private static final int UNPROCESSABLE = 422;
    private static final int MAX_ANSWER_BYTES = 64 * 1024;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String server;
    final Admin config;
    private volatile @Nullable Connections connections;

    private record Connections(List<X509Certificate> authorities, HttpClient http) {}

    /** A client that cannot reach anybody before {@link #trust} was called. */
    public AdminClient(String server, Admin config) {
        this.server = server;
        this.config = config;
    }

    /** From now on replicas are verified by these CAs. */
    public void trust(List<X509Certificate> authorities) {
        var current = connections;
        if (current == null || !current.authorities.equals(authorities)) {
            connections = new Connections(List.copyOf(authorities), http(authorities));
        }
    }

    private HttpClient http(List<X509Certificate> authorities) {
        try {
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {FixedNameTrust.of(authorities, server)}, null);
            var parameters = new SSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(server)));
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(config.timeout().dividedBy(4))
                    .sslContext(tls)
                    .sslParameters(parameters)
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    Report report(Endpoint endpoint) throws IOException, InterruptedException {
        var body = send(HttpRequest.newBuilder(endpoint.uri(PATH)).GET(), Report.MAX_BYTES);
        if (body == null) {
            throw new IOException("GET answered 409");
        }
        return Report.read(body);
    }

    /**
     * Sends the bundle.
     *
     * @return true when the replica serves this very bundle, false when it serves a newer one or another one of the same revision
     * @throws IOException also when the replica does not take it
     */
    boolean push(Endpoint endpoint, Bundle bundle) throws IOException, InterruptedException {
        // With its length, and without one more copy of it in memory.
        var pieces = bundle.body();
        var length = pieces.stream().mapToLong(piece -> piece.length).sum();
        var request = HttpRequest.newBuilder(endpoint.uri(PATH))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.fromPublisher(BodyPublishers.ofByteArrays(pieces), length));
        var acknowledged = send(request, MAX_ANSWER_BYTES);
        if (acknowledged == null) {
            return false;
        }
        var body = JSON.readTree(acknowledged);
        if (body.path("revision").asLong() != bundle.revision()
                || !bundle.digest().equals(body.path("digest").textValue())) {
            throw new IOException("PUT was acknowledged for another bundle");
        }
        return true;
    }

    /** @return the body, null for a conflict */
    private byte @Nullable [] send(HttpRequest.Builder builder, int limit) throws IOException, InterruptedException {
        var current = connections;
        if (current == null) {
            throw new IOException("the CA of the Secrets service is not known yet");
        }
        var token = Files.readString(config.tokenFile()).strip();
        var request = builder.header("Authorization", "Bearer " + token)
                .timeout(config.timeout())
                .build();
        var deadline = System.nanoTime() + config.timeout().toNanos();
        var response = current.http.send(request, BodyHandlers.ofInputStream());
        // Closed before its end, it closes the connection; what is still on its way is not looked at.
        try (var body = response.body()) {
            return switch (response.statusCode()) {
                case HttpURLConnection.HTTP_OK -> read(body, limit, deadline);
                case HttpURLConnection.HTTP_CONFLICT -> null;
                case HttpURLConnection.HTTP_UNAUTHORIZED, HttpURLConnection.HTTP_UNAVAILABLE ->
                    // A replica may not have the key that this operator's token is signed by.
                    throw new UntrustedToken(response.statusCode());
                case UNPROCESSABLE -> throw new IOException("it does not know bundle format " + BundleJson.FORMAT);
                default -> throw new IOException(request.method() + " answered " + response.statusCode());
            };
        }
    }

    /** The request's own time-out ends with the headers of the answer. */
    private static byte[] read(InputStream body, int limit, long deadline) throws IOException {
        CompletableFuture.delayedExecutor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
                .execute(() -> close(body));
        var bytes = body.readNBytes(limit + 1);
        if (System.nanoTime() > deadline) {
            throw new HttpTimeoutException("it has not answered in full in time");
        }
        if (bytes.length > limit) {
            throw new Report.Implausible("its answer is larger than " + limit + " bytes");
        }
        return bytes;
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException _) {
            // Whoever reads it is told.
        }
    }

    /** The replica does not believe the token, or cannot tell yet. */
    static final class UntrustedToken extends IOException {

        UntrustedToken(int status) {
            super("the replica does not believe this operator's token: " + status);
        }
    }
}
