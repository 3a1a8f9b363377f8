package dev.tigrit.sessions.history;

import static dev.tigrit.sessions.TestService.text;
import static dev.tigrit.sessions.TestService.tokenOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.sessions.TestService;
import dev.tigrit.sessions.history.History.Event;
import dev.tigrit.sessions.history.History.Kind;
import dev.tigrit.sessions.server.StoreUnderTest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.EntityExchangeResult;

/** Random calls of many clients for the same few users, to three instances of the service. */
class HistoryIT {

    private static final Logger log = LoggerFactory.getLogger(HistoryIT.class);
    private static final Duration TIME = Duration.ofSeconds(6);
    /** As long as a busy machine may take for {@link #ENOUGH} events. */
    private static final Duration MOST_TIME = Duration.ofMinutes(2);

    private static final int ENOUGH = 1_000;
    private static final int CLIENTS = 8;
    private static final List<String> USERS = List.of("h-1", "h-2", "h-3");

    private final History history = new History();

    private record Session(String user, String id, String token) {}

    /** What every client knows, so that they meet at the same sessions. */
    private final List<Session> known = new CopyOnWriteArrayList<>();

    private final List<String> failures = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @EnumSource(StoreUnderTest.Kind.class)
    @DisplayName("no history in which a revoked session verifies or a live one is lost")
    void everyHistoryIsLinearizable(StoreUnderTest.Kind kind) throws InterruptedException {
        try (var store = kind.start();
                var one = TestService.ready(store, "--sessions.max-per-user=1000", "--sessions.extend-throttle=0s");
                var two = TestService.ready(store, "--sessions.max-per-user=1000", "--sessions.extend-throttle=0s");
                var three = TestService.ready(store, "--sessions.max-per-user=1000", "--sessions.extend-throttle=0s")) {
            var services = List.of(one, two, three);
            var seed = System.nanoTime();
            var started = System.nanoTime();
            var clients = IntStream.range(0, CLIENTS)
                    .mapToObj(i -> Thread.ofPlatform().start(() -> {
                        var random = new Random(seed + i);
                        while (goesOn(System.nanoTime() - started)) {
                            attempt(() -> step(services.get(random.nextInt(3)), random));
                        }
                    }))
                    .toList();
            for (var client : clients) {
                client.join();
            }
        }
        log.atInfo()
                .addKeyValue("kind", kind)
                .addKeyValue("events", history.size())
                .log("history");

        assertThat(failures).isEmpty();
        assertThat(history.size()).isGreaterThanOrEqualTo(ENOUGH);
        assertThat(history.check()).isEmpty();
    }

    private boolean goesOn(long nanos) {
        return nanos < TIME.toNanos() || (history.size() < ENOUGH && nanos < MOST_TIME.toNanos());
    }

    /** What breaks a client may not end its part in silence. */
    private void attempt(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | AssertionError e) {
            failures.add(String.valueOf(e));
        }
    }

    private void step(TestService service, Random random) {
        // The newest are the contested ones.
        var window = Math.min(known.size(), 12);
        var session = window == 0 ? null : known.get(known.size() - 1 - random.nextInt(window));
        var dice = random.nextInt(100);
        if (session == null || dice < 12) {
            create(service, USERS.get(random.nextInt(USERS.size())));
        } else if (dice < 55) {
            look(service, session, "verify");
        } else if (dice < 70) {
            look(service, session, "extend");
        } else if (dice < 78) {
            rotate(service, session);
        } else if (dice < 85) {
            end(Kind.INVALIDATED, session, () -> service.post("/v1/sessions/invalidate", session.token()));
        } else if (dice < 90) {
            end(Kind.ENDED, session, () -> service.call(HttpMethod.DELETE, "/v1/sessions/" + session.id()));
        } else if (dice < 93) {
            end(Kind.ALL_ENDED, session, () -> service.call(HttpMethod.DELETE, all(session.user())));
        } else if (dice < 95) {
            end(
                    Kind.OTHERS_ENDED,
                    session,
                    () -> service.call(HttpMethod.DELETE, all(session.user()) + "?except=" + session.id()));
        } else {
            list(service, session.user());
        }
    }

    private void create(TestService service, String user) {
        var began = System.nanoTime();
        var created = service.createFor(user);
        if (created.getStatus().value() == 201) {
            begin(new Session(user, text(created, "session_id"), tokenOf(created)), began);
        }
    }

    private void begin(Session session, long began) {
        note(Kind.BEGIN, session, began, System.nanoTime());
        known.add(session);
    }

    private void look(TestService service, Session session, String operation) {
        var began = System.nanoTime();
        var status = service.status(operation, session.token());
        if (status == 200 || status == 401) {
            note(status == 200 ? Kind.ALIVE : Kind.DEAD, session, began, System.nanoTime());
        }
    }

    /** Ends the old token and begins a new one, if the session lives. */
    private void rotate(TestService service, Session session) {
        var began = System.nanoTime();
        var rotated = service.post("/v1/sessions/rotate", session.token());
        var ended = System.nanoTime();
        switch (rotated.getStatus().value()) {
            case 200 -> {
                note(Kind.ALIVE, session, began, ended);
                note(Kind.ROTATED, session, began, ended);
                begin(new Session(session.user(), session.id(), tokenOf(rotated)), began);
            }
            case 401 -> note(Kind.DEAD, session, began, ended);
            default -> note(Kind.ROTATED, session, began, Long.MAX_VALUE);
        }
    }

    private void end(Kind kind, Session session, Supplier<EntityExchangeResult<byte[]>> call) {
        var began = System.nanoTime();
        var status = call.get().getStatus().value();
        note(kind, session, began, status == 204 ? System.nanoTime() : Long.MAX_VALUE);
    }

    private void list(TestService service, String user) {
        var before = List.copyOf(known);
        var began = System.nanoTime();
        var answer = service.call(HttpMethod.GET, all(user));
        var ended = System.nanoTime();
        if (answer.getStatus().value() != 200) {
            return;
        }
        var listed = Set.copyOf(TestService.idsIn(answer));
        before.stream()
                .filter(session -> session.user().equals(user))
                .forEach(session -> history.add(new Event(
                        listed.contains(session.id()) ? Kind.LISTED : Kind.UNLISTED,
                        user,
                        session.id(),
                        "",
                        began,
                        ended)));
    }

    private void note(Kind kind, Session session, long began, long ended) {
        history.add(new Event(kind, session.user(), session.id(), session.token(), began, ended));
    }

    private static String all(String user) {
        return "/v1/users/" + user + "/sessions";
    }
}
