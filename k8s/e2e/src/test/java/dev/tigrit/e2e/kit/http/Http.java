package dev.tigrit.e2e.kit.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Requests from outside, through the ingress controller, by hostname. */
public final class Http {

    /** Where the ingress controller listens. */
    private static final String INGRESS =
            Objects.requireNonNullElse(System.getenv("INGRESS_URL"), "http://127.0.0.1:8080");

    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();

    private Http() {}

    /** At the hostname of a service: {@code auth} is {@code auth.localhost}. */
    public static HttpRequest.Builder at(String service, String path) {
        // libc does not resolve names below localhost, and a test does not change a machine's hosts file.
        return to(INGRESS + path).header("Host", service + ".localhost");
    }

    static URI ingress() {
        return URI.create(INGRESS);
    }

    public static HttpRequest.Builder to(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10));
    }

    public static HttpRequest.Builder json(HttpRequest.Builder request, String body) {
        return request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(body));
    }

    /** @throws UncheckedIOException when there is no answer */
    public static Answer send(HttpRequest.Builder request) {
        try {
            var response = CLIENT.send(request.build(), BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** 200; or another status, the path and the body. */
    static CompletableFuture<String> outcome(HttpRequest.Builder request) {
        return CLIENT.sendAsync(request.build(), BodyHandlers.ofString())
                .thenApply(response -> response.statusCode() == 200
                        ? "200"
                        : response.statusCode() + " " + response.uri().getPath() + " " + response.body());
    }
}
