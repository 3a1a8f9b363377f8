package dev.tigrit.bench;

import dev.tigrit.bench.Cell.Against;
import dev.tigrit.bench.load.Requests;
import dev.tigrit.bench.process.Kind;
import dev.tigrit.bench.server.Credentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All that is measured. */
final class Cells {

    private static final String VERIFY = "/v1/sessions/verify";
    private static final String GATEWAY = "/v1/forward-auth";
    private static final String SECRET = "/v1/secrets/JWT_SECRET";
    private static final String IF_NONE_MATCH = "If-None-Match";

    /** Tokens of a batch that does not fill one window of the store, and of the largest. */
    private static final List<Integer> BATCHES = List.of(100, 1000);

    private final Credentials credentials;
    private final Sessions sessions;
    private final String internal;

    Cells(Credentials credentials, Sessions sessions) {
        this.credentials = credentials;
        this.sessions = sessions;
        this.internal = "Bearer " + credentials.internalSecret();
    }

    /** Services one after the other, so that few servers run at a time. */
    List<Cell> all() {
        return List.of(
                verify(),
                forged(),
                gateway(),
                batch(BATCHES.getFirst(), 6, 12),
                batch(BATCHES.getLast(), 6, 12),
                stored(
                        Kind.SESSIONS,
                        "create",
                        sessions::newSession,
                        201,
                        "ts1_",
                        "/create",
                        sessions::newSpringSession,
                        201),
                stored(
                        Kind.SESSIONS_UNTHROTTLED,
                        "extend",
                        sessions::extensions,
                        200,
                        "idle_expires_at",
                        "/touch",
                        sessions::springTouches,
                        200),
                stored(
                        Kind.SESSIONS,
                        "invalidate",
                        sessions::endings,
                        204,
                        "",
                        "/invalidate",
                        sessions::springEndings,
                        204),
                auth("initData", "tma " + credentials.initData(), "/init-data", 0.6, 0.8, List.of()),
                auth(
                        "HS256",
                        "Bearer " + credentials.hs256(),
                        "/hs256",
                        0.5,
                        0.75,
                        List.of(security(Kind.SPRING_SECURITY_HS256, credentials.hs256(), 4, 6))),
                auth(
                        "RS256",
                        "Bearer " + credentials.rs256(),
                        "/rs256",
                        0.6,
                        0.8,
                        List.of(security(Kind.SPRING_SECURITY_RS256, credentials.rs256(), 0, 0))),
                auth("ES256", "Bearer " + credentials.es256(), "/es256", 0.6, 0.8, List.of()),
                refusal("initData", "tma " + Credentials.forged(credentials.initData()), "/init-data"),
                refusal("HS256", "Bearer " + Credentials.forged(credentials.hs256()), "/hs256"),
                authGateway("initData", "tma " + credentials.initData(), "/init-data"),
                authGateway("HS256", "Bearer " + credentials.hs256(), "/hs256"),
                secret(
                        "200",
                        Map.of("Authorization", internal),
                        Map.of("Authorization", internal),
                        200,
                        "\"key\":\"JWT_SECRET\""),
                secret(
                        "304",
                        Map.of("Authorization", internal, IF_NONE_MATCH, "*"),
                        Map.of("Authorization", internal, IF_NONE_MATCH, "\"0123456789abcdef0123456789abcdef\""),
                        304,
                        ""));
    }

    private Cell verify() {
        return new Cell(
                "sessions verify",
                Call.of(Kind.SESSIONS, VERIFY, () -> tokens(VERIFY), 200, "\"session_id\""),
                raw("raw token MAC + HGET + hash", "/session", () -> tokens("/session"), 200, 0.6, 0.8));
    }

    private Cell forged() {
        return new Cell(
                "sessions verify, forged",
                Call.of(Kind.SESSIONS, VERIFY, () -> forgedToken(VERIFY), 401, "\"code\""),
                raw("raw token MAC", "/token", () -> forgedToken("/token"), 401, 0.55, 0.8));
    }

    private Cell gateway() {
        return new Cell(
                "sessions forward-auth",
                Call.of(Kind.SESSIONS, GATEWAY, () -> bearers(GATEWAY), 200, ""),
                raw("raw token MAC + HGET + hash", "/gateway", () -> bearers("/gateway"), 200, 0.6, 0.8));
    }

    private Cell batch(int size, double floor, double aim) {
        var path = "/v1/sessions/verify-batch";
        Supplier<Requests> requests = () -> repeated(
                "POST",
                path,
                Map.of("Authorization", internal),
                "{\"tokens\":"
                        + sessions.tokens().stream().limit(size).collect(Collectors.joining("\",\"", "[\"", "\"]"))
                        + "}");
        return new Cell(
                "sessions verify-batch of " + size + ", per token",
                new Call(Kind.SESSIONS, path, requests, 200, "\"results\"", 4, size),
                List.of(new Against(
                        "one verify",
                        Call.of(Kind.SESSIONS, VERIFY, () -> tokens(VERIFY), 200, "\"session_id\""),
                        floor,
                        aim)));
    }

    private Cell stored(
            Kind kind,
            String name,
            Supplier<Requests> ours,
            int status,
            String body,
            String springPath,
            Function<Kind, Requests> spring,
            int springStatus) {
        return new Cell(
                "sessions " + name,
                Call.of(kind, "/v1/sessions (" + name + ")", ours, status, body),
                List.of(
                        new Against(
                                "Spring Session, indexed",
                                Call.of(
                                        Kind.SPRING_SESSION_INDEXED,
                                        springPath,
                                        () -> spring.apply(Kind.SPRING_SESSION_INDEXED),
                                        springStatus,
                                        ""),
                                3,
                                6),
                        new Against(
                                "Spring Session, default",
                                Call.of(
                                        Kind.SPRING_SESSION,
                                        springPath,
                                        () -> spring.apply(Kind.SPRING_SESSION),
                                        springStatus,
                                        ""),
                                0,
                                0)));
    }

    private Cell auth(String name, String credential, String rawPath, double floor, double aim, List<Against> more) {
        var others =
                new ArrayList<>(raw("raw " + name, rawPath, () -> bare("GET", rawPath, credential), 200, floor, aim));
        others.addAll(more);
        return new Cell(
                "auth verify " + name,
                Call.of(Kind.AUTH, "/v1/verify", () -> bare("POST", "/v1/verify", credential), 200, "\"user_id\""),
                List.copyOf(others));
    }

    private static Against security(Kind kind, String token, double floor, double aim) {
        return new Against(
                "Spring Security",
                Call.of(kind, "/verify", () -> bare("POST", "/verify", "Bearer " + token), 200, "\"user_id\""),
                floor,
                aim);
    }

    private static Cell refusal(String name, String credential, String rawPath) {
        return new Cell(
                "auth verify forged " + name,
                Call.of(Kind.AUTH, "/v1/verify", () -> bare("POST", "/v1/verify", credential), 401, "\"code\""),
                raw("raw " + name, rawPath, () -> bare("GET", rawPath, credential), 401, 0, 0));
    }

    private static Cell authGateway(String name, String credential, String rawPath) {
        return new Cell(
                "auth forward-auth " + name,
                Call.of(Kind.AUTH, GATEWAY, () -> bare("GET", GATEWAY, credential), 200, ""),
                raw("raw " + name, rawPath, () -> bare("GET", rawPath, credential), 200, 0.6, 0.8));
    }

    private static Cell secret(
            String name, Map<String, String> ours, Map<String, String> theirs, int status, String body) {
        return new Cell(
                "secrets read " + name,
                Call.of(Kind.SECRETS, SECRET, () -> repeated("GET", SECRET, ours, null), status, body),
                raw("raw look-up", SECRET, () -> repeated("GET", SECRET, theirs, null), status, 0.6, 0.8));
    }

    private static List<Against> raw(
            String name, String path, Supplier<Requests> requests, int status, double floor, double aim) {
        return List.of(new Against(name, Call.of(Kind.RAW, path, requests, status, ""), floor, aim));
    }

    private Requests tokens(String path) {
        return Requests.repeated(sessions.tokens().stream()
                .map(token -> Requests.wire("POST", path, Map.of(), Sessions.body(token)))
                .toList());
    }

    private Requests bearers(String path) {
        return Requests.repeated(sessions.tokens().stream()
                .map(token -> Requests.wire("GET", path, Map.of("Authorization", "Bearer " + token), null))
                .toList());
    }

    private Requests forgedToken(String path) {
        return repeated(
                "POST",
                path,
                Map.of(),
                Sessions.body(Credentials.forged(sessions.tokens().getFirst())));
    }

    private static Requests bare(String method, String path, String authorization) {
        return repeated(method, path, Map.of("Authorization", authorization), null);
    }

    private static Requests repeated(String method, String path, Map<String, String> headers, @Nullable String json) {
        return Requests.repeated(List.of(Requests.wire(method, path, headers, json)));
    }
}
