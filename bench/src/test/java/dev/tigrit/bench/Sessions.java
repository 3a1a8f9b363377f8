package dev.tigrit.bench;

import dev.tigrit.bench.load.Job;
import dev.tigrit.bench.load.Requests;
import dev.tigrit.bench.process.Kind;
import dev.tigrit.bench.process.Load;
import dev.tigrit.bench.process.Servers;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Sessions that live through a run, and new ones for calls that end them; made by the measured servers themselves. */
final class Sessions {

    private static final String CREATE = "/v1/sessions";
    private static final String HEADER = "X-Session";
    private static final Pattern TOKEN = Pattern.compile("ts1_[\\w-]{146}");

    /** As many as verify goes round: more than a cache of the CPU holds for nothing. */
    private static final int LIVING = 2_000;

    /** A burst that ends sessions takes about as long as the others. */
    private static final int ENDED = 8_000;

    /** Between two bursts that create sessions, so that no user has two. */
    private static final long STEP = 10_000_000;

    private final Servers servers;
    private final Load load;
    private final String internal;
    private final Map<Kind, List<String>> living = new EnumMap<>(Kind.class);
    private long next;

    Sessions(Servers servers, Load load, String internalSecret) {
        this.servers = servers;
        this.load = load;
        this.internal = "Bearer " + internalSecret;
    }

    static String body(String token) {
        return "{\"token\":\"" + token + "\"}";
    }

    /** Of sessions that nothing ends. */
    List<String> tokens() {
        return living.computeIfAbsent(Kind.SESSIONS, kind -> created(kind, LIVING));
    }

    Requests newSession() {
        return create(Kind.SESSIONS, 0);
    }

    Requests extensions() {
        return calls(
                "/v1/sessions/extend",
                living.computeIfAbsent(Kind.SESSIONS_UNTHROTTLED, kind -> created(kind, LIVING)));
    }

    Requests endings() {
        return Requests.once(
                calls("/v1/sessions/invalidate", created(Kind.SESSIONS, ENDED)).wire());
    }

    Requests newSpringSession(Kind kind) {
        return create(kind, 0);
    }

    Requests springTouches(Kind kind) {
        return springCalls("/touch", living.computeIfAbsent(kind, k -> created(k, LIVING)));
    }

    Requests springEndings(Kind kind) {
        return Requests.once(springCalls("/invalidate", created(kind, ENDED)).wire());
    }

    private Requests create(Kind kind, int limit) {
        var first = next;
        next += STEP;
        var wire = kind.isSessions()
                ? Requests.wire(
                        "POST",
                        CREATE,
                        Map.of("Authorization", internal),
                        "{\"user_id\":\"" + Requests.NUMBER
                                + "\",\"device\":\"a phone\",\"ip\":\"192.0.2.1\",\"attributes\":{\"role\":\"player\"}}")
                : Requests.wire("POST", "/create", Map.of("X-Request", Requests.NUMBER), null);
        return Requests.numbered(wire, first, limit);
    }

    private List<String> created(Kind kind, int count) {
        var job = Job.collecting(servers.get(kind).port(), create(kind, count), 32, 201);
        return load.run(job).bodies().stream()
                .map(body -> kind.isSessions() ? token(body) : body)
                .toList();
    }

    private static String token(String answer) {
        var found = TOKEN.matcher(answer);
        if (!found.find()) {
            throw new IllegalStateException("no token in " + answer);
        }
        return found.group();
    }

    private static Requests calls(String path, List<String> tokens) {
        return Requests.repeated(tokens.stream()
                .map(token -> Requests.wire("POST", path, Map.of(), body(token)))
                .toList());
    }

    private static Requests springCalls(String path, List<String> ids) {
        return Requests.repeated(ids.stream()
                .map(id -> Requests.wire("POST", path, Map.of(HEADER, id), null))
                .toList());
    }
}
