package dev.tigrit.bench.process;

import dev.tigrit.bench.server.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What services/train asks a service whose cache of loaded classes is being written; the cache appears when the service ends. */
record Training(Kind kind) {

    void run(Server server, Credentials credentials) {
        try (server;
                var client = HttpClient.newHttpClient()) {
            var base = "http://127.0.0.1:" + server.port();
            switch (kind) {
                case AUTH -> {
                    ask(client, base + "/v1/verify", "tma auth_date=1&hash=00", "");
                    ask(client, base + "/v1/forward-auth", "Bearer e30.e30.AA", null);
                }
                case SESSIONS, SESSIONS_UNTHROTTLED -> {
                    ask(client, base + "/v1/sessions/verify", "", "{\"token\":\"ts1_none\"}");
                    ask(client, base + "/v1/sessions/extend", "", "{\"token\":\"ts1_none\"}");
                    ask(client, base + "/v1/sessions", "Bearer " + credentials.internalSecret(), "{\"user_id\":\"1\"}");
                }
                default -> ask(client, base + "/v1/secrets/NONE", "Bearer " + credentials.internalSecret(), null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @param body of a POST; null: a GET */
    private static void ask(HttpClient client, String url, String authorization, @Nullable String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json");
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        client.send(request.build(), HttpResponse.BodyHandlers.discarding());
    }
}
