package miniapp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.client.SimpleClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** Verified sessions by their token, as long as the event feed says which of them have ended. */
@Component
class NearCache {

    private static final Logger log = LoggerFactory.getLogger(NearCache.class);
    private static final Duration LIFE = Duration.ofSeconds(30);
    private static final int SIZE = 10_000;

    private record Entry(Session session, Instant until) {}

    private final Map<String, Entry> entries = new HashMap<>();
    private boolean connected;
    private long changes;

    private final Caller caller;
    private final JsonMapper json;
    private final RestClient feed;

    NearCache(Caller caller, JsonMapper json, Settings settings) {
        this.caller = caller;
        this.json = json;
        // Sessions writes at least every 15 seconds: a stream that is silent for 20 is dead.
        var requests = new SimpleClientHttpRequestFactory();
        requests.setConnectTimeout(Duration.ofSeconds(2));
        requests.setReadTimeout(Duration.ofSeconds(20));
        feed = RestClient.builder().baseUrl(settings.sessionsUrl()).requestFactory(requests).build();
    }

    synchronized Optional<Session> get(String token) {
        return Optional.ofNullable(entries.get(token))
                .filter(entry -> connected && Instant.now().isBefore(entry.until))
                .map(Entry::session);
    }

    synchronized long changes() {
        return changes;
    }

    /** @param seen the changes before the token was verified: an event since then may have been about this session */
    synchronized void put(String token, Session session, long seen) {
        if (connected && seen == changes) {
            if (entries.size() >= SIZE) {
                entries.clear();
            }
            Stream.of(session.expiresAt(), session.idleExpiresAt(), Instant.now().plus(LIFE))
                    .min(Instant::compareTo)
                    .ifPresent(until -> entries.put(token, new Entry(session, until)));
        }
    }

    synchronized void drop(BiPredicate<String, Session> which) {
        changes++;
        entries.entrySet().removeIf(entry -> which.test(entry.getKey(), entry.getValue().session()));
    }

    private synchronized void restart(boolean connected) {
        changes++;
        this.connected = connected;
        entries.clear();
    }

    @EventListener(ApplicationReadyEvent.class)
    void follow() {
        Thread.ofVirtual().name("event-feed").start(() -> {
            while (true) {
                try {
                    readEvents();
                } catch (IOException | RuntimeException failure) {
                    log.warn("the event feed ended, each session is verified until it is back: {}", failure.toString());
                }
                restart(false);
                try {
                    Thread.sleep(Duration.ofSeconds(1));
                } catch (InterruptedException stop) {
                    return;
                }
            }
        });
    }

    private void readEvents() throws IOException {
        var stream = feed.get().uri("/v1/events").headers(caller).exchange(
                (request, response) -> {
                    if (response.getStatusCode().isError()) {
                        throw new IOException("status " + response.getStatusCode());
                    }
                    return response;
                },
                false);
        try (stream; var lines = new BufferedReader(new InputStreamReader(stream.getBody(), StandardCharsets.UTF_8))) {
            var event = "";
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event:")) {
                    event = line.substring(6).strip();
                } else if (line.startsWith("data:")) {
                    handle(event, line.substring(5));
                }
            }
        }
    }

    private void handle(String event, String data) {
        switch (event) {
            case "resync" -> restart(true);
            case "session-revoked" -> {
                var ended = json.readTree(data).path("sub_id").path("id").asString();
                drop((token, session) -> session.sessionId().equals(ended));
            }
            default -> {}
        }
    }
}
