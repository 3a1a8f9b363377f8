package dev.tigrit.local;

import static dev.tigrit.local.fixture.Hostile.credential;
import static dev.tigrit.local.fixture.Hostile.get;
import static dev.tigrit.local.fixture.Hostile.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.local.Caller.Answer;
import dev.tigrit.local.fixture.Hostile;
import dev.tigrit.local.fixture.Jwt;
import dev.tigrit.local.fixture.RawRequest;
import dev.tigrit.local.fixture.TestSystem;
import dev.tigrit.local.launcher.Keys;
import dev.tigrit.local.launcher.LocalSystem;
import dev.tigrit.local.launcher.Service;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a client sends, it is the client's mistake and nobody else's loss: each case ends with a look at a living session. */
@ExtendWith(TestSystem.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputIT {

    private static final String OTHER_SECRET = "a-secret-that-nobody-configured-anywhere";

    private final LocalSystem system;
    private final Keys keys;
    private final Caller caller;
    private String token = "";

    HostileInputIT(LocalSystem system) throws IOException {
        this.system = system;
        this.keys = system.keys();
        this.caller = new Caller(system.env());
    }

    @BeforeAll
    void createSession() throws Exception {
        var session = caller.createSession("279058397");
        assertThat(session.status()).as(session.body()).isEqualTo(201);
        token = session.field("token");
    }

    @AfterEach
    void nothingIsLost() throws Exception {
        assertThat(caller.verifySession(token).status()).isEqualTo(200);
        assertThat(caller.verifyInitData(initData().sign(keys.telegramBotToken()))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"initDatas", "jwts", "authRequests"})
    void authAnswersAProblem(Hostile hostile) throws Exception {
        // When
        var answer = caller.send(hostile.request(system));

        // Then
        assertRefused(answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"sessionTokens", "sessionRequests"})
    void sessionsAnswersAProblem(Hostile hostile) throws Exception {
        // When
        var answer = caller.send(hostile.request(system));

        // Then
        assertRefused(answer);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("secretsRequests")
    void secretsAnswersAProblem(Hostile hostile) throws Exception {
        // When
        var answer = caller.send(hostile.request(system));

        // Then
        assertRefused(answer);
        for (var name : List.of("SESSION_SIGNING_KEY", "JWT_SECRET", "TELEGRAM_BOT_TOKEN")) {
            assertThat(answer.body()).doesNotContain(keys.get(name));
        }
    }

    /** What is no HTTP is refused by the server itself, with an empty body or by closing the connection. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("brokenHttp")
    void brokenHttpIsRefused(String service, String what, String request) throws Exception {
        // When
        var status = RawRequest.statusLine(system.service(service).port(), request);

        // Then
        assertThat(status).as(what).matches("(HTTP/1\\.1 4\\d\\d .*)?");
    }

    private static void assertRefused(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
        if (answer.status() == 414 || answer.status() == 431) {
            return;
        }
        assertThat(answer.contentType()).as(answer.body()).startsWith("application/problem+json");
        assertThat(answer.field("code")).as(answer.body()).matches("[a-z_]+");
        assertThat(answer.field("status")).isEqualTo(Integer.toString(answer.status()));
    }

    private static InitData initData() {
        return InitData.ofUser(Demo.USER, Instant.now());
    }

    Stream<Hostile> initDatas() throws IOException {
        var botToken = keys.telegramBotToken();
        var good = initData().sign(botToken);
        var old = Instant.now().minus(Duration.ofDays(2));
        var ahead = Instant.now().plus(Duration.ofHours(1));
        return Stream.of(
                credential("no initData", "tma "),
                credential("scheme alone", "tma"),
                credential("another bot's", "tma " + initData().sign("1234567890:" + "A".repeat(35))),
                credential("another user's id", "tma " + good.replace("279058397", "1")),
                credential("another hash", "tma " + good.substring(0, good.length() - 64) + "0".repeat(64)),
                credential("short hash", "tma " + good.substring(0, good.length() - 1)),
                credential("no hash", "tma " + good.substring(0, good.lastIndexOf('&'))),
                credential("two hashes", "tma " + good + good.substring(good.lastIndexOf('&'))),
                credential("field appended", "tma " + good + "&admin=true"),
                credential("expired", "tma " + InitData.ofUser(Demo.USER, old).sign(botToken)),
                credential(
                        "from the future",
                        "tma " + InitData.ofUser(Demo.USER, ahead).sign(botToken)),
                credential(
                        "auth_date no number",
                        "tma " + initData().with("auth_date", "1e9").sign(botToken)),
                credential(
                        "auth_date of 20 digits",
                        "tma " + initData().with("auth_date", "9".repeat(20)).sign(botToken)),
                credential("user no JSON", "tma " + initData().with("user", "{").sign(botToken)),
                credential(
                        "user an array", "tma " + initData().with("user", "[1]").sign(botToken)),
                credential(
                        "negative id",
                        "tma " + initData().with("user", "{\"id\":-1}").sign(botToken)),
                credential(
                        "huge id",
                        "tma " + initData().with("user", "{\"id\":1e400}").sign(botToken)),
                credential(
                        "deep user",
                        "tma " + initData().with("user", "[".repeat(1500)).sign(botToken)),
                credential(
                        "line break in a value",
                        "tma " + initData().with("a", "b\nc=d").sign(botToken)),
                credential("zero byte", "tma " + initData().with("a", "\0").sign(botToken)),
                credential("bad escape", "tma " + good + "&a=%ZZ"),
                credential("cut escape", "tma " + good + "&a=%2"),
                credential("bad UTF-8", "tma " + good + "&a=%FF"),
                credential("separators only", "tma " + "&=".repeat(500)),
                credential(
                        "17 KB",
                        "tma " + initData().with("a", "b".repeat(17_000)).sign(botToken)),
                credential("64 KB", "tma " + "a".repeat(64_000)));
    }

    Stream<Hostile> jwts() throws IOException {
        var secret = keys.get("JWT_SECRET");
        var now = Instant.now();
        var good = Jwt.ofUser(Demo.USER, now, now.plusSeconds(600), secret);
        var hs256 = "{\"alg\":\"HS256\"}";
        var exp = ",\"exp\":" + now.plusSeconds(600).getEpochSecond() + "}";
        return Stream.of(
                credential("another key", "Bearer " + Jwt.ofUser(1, now, now.plusSeconds(600), OTHER_SECRET)),
                credential("expired", "Bearer " + Jwt.ofUser(1, now.minusSeconds(900), now.minusSeconds(600), secret)),
                credential("valid for a year", "Bearer " + Jwt.ofUser(1, now, now.plus(Duration.ofDays(365)), secret)),
                credential("alg none", "Bearer " + Jwt.sign("{\"alg\":\"none\"}", "{\"sub\":\"1\"" + exp, secret)),
                credential("no signature", "Bearer " + good.substring(0, good.lastIndexOf('.') + 1)),
                credential("no exp", "Bearer " + Jwt.sign(hs256, "{\"sub\":\"1\"}", secret)),
                credential("no sub", "Bearer " + Jwt.sign(hs256, "{\"a\":\"1\"" + exp, secret)),
                credential("sub no id", "Bearer " + Jwt.sign(hs256, "{\"sub\":\"root\"" + exp, secret)),
                credential("exp a text", "Bearer " + Jwt.sign(hs256, "{\"sub\":\"1\",\"exp\":\"soon\"}", secret)),
                credential("exp beyond time", "Bearer " + Jwt.sign(hs256, "{\"sub\":\"1\",\"exp\":1e300}", secret)),
                credential("claims an array", "Bearer " + Jwt.sign(hs256, "[]", secret)),
                credential("deep claims", "Bearer " + Jwt.sign(hs256, "[".repeat(5_000), secret)),
                credential("header no JSON", "Bearer " + Jwt.sign("{", "{}", secret)),
                credential(
                        "crit",
                        "Bearer " + Jwt.sign("{\"alg\":\"HS256\",\"crit\":[\"x\"]}", "{\"sub\":\"1\"" + exp, secret)),
                credential("dots", "Bearer ...."),
                credential("padding", "Bearer " + good + "="),
                credential("empty", "Bearer "),
                credential("a session token", "Bearer ts1_" + "A".repeat(100)));
    }

    Stream<Hostile> authRequests() {
        var verify = "/v1/verify";
        return Stream.of(
                post("no credential at all", "auth", verify, ""),
                credential("unknown scheme", "Digest username=\"a\""),
                credential("Basic", "Basic YTpi"),
                post("cut JSON", "auth", verify, "{\"type\":\"jwt\",\"credential\":\""),
                post("array", "auth", verify, "[]"),
                post("null", "auth", verify, "null"),
                post("empty object", "auth", verify, "{}"),
                post("unknown type", "auth", verify, "{\"type\":\"magic\",\"credential\":\"a\"}"),
                post("credential a number", "auth", verify, "{\"type\":\"jwt\",\"credential\":5}"),
                post("credential null", "auth", verify, "{\"type\":\"jwt\",\"credential\":null}"),
                post("garbled initData", "auth", verify, "{\"type\":\"telegram_init_data\",\"credential\":\"%%%\"}"),
                post("deep JSON", "auth", verify, "{\"a\":" + "[".repeat(5_000)),
                post("1 MB", "auth", verify, "{\"type\":\"jwt\",\"credential\":\"" + "a".repeat(1 << 20) + "\"}"),
                post("bad UTF-8", "auth", verify, "").bytes("{\"\u00ff\u00c0"),
                post("XML", "auth", verify, "<a/>").header("Content-Type", "text/xml"),
                post("garbled media type", "auth", verify, "{}").header("Content-Type", "///"),
                post("unknown charset", "auth", verify, "{}").header("Content-Type", "application/json;charset=x"),
                post("garbled Accept", "auth", verify, "{}").header("Accept", "///"),
                get("wrong method", "auth", verify),
                get("wrong method DELETE", "auth", verify).as("DELETE"),
                get("unknown address", "auth", "/v1/nothing"),
                get("root", "auth", "/"),
                get("path out of it", "auth", "/v1/..%2f..%2fetc%2fpasswd"));
    }

    Stream<Hostile> sessionTokens() {
        var forged = Hostile.forged(token);
        return Stream.of("verify", "extend", "invalidate")
                .flatMap(operation -> Stream.of(
                                "",
                                "ts1_",
                                "ts2_" + token.substring(4),
                                forged,
                                token + "A",
                                token.substring(0, token.length() - 1),
                                token + "=",
                                "ts1_" + "A".repeat(4_000),
                                "ts1_\\u0000\\ud800",
                                "пароль")
                        .map(bad -> post(
                                operation + " " + bad.substring(0, Math.min(20, bad.length())) + " of " + bad.length(),
                                "sessions",
                                "/v1/sessions/" + operation,
                                "{\"token\":\"" + bad + "\"}")));
    }

    Stream<Hostile> sessionRequests() throws IOException {
        var verify = "/v1/sessions/verify";
        return Stream.concat(
                Stream.of(
                        post("no token", "sessions", verify, "{}"),
                        post("token a number", "sessions", verify, "{\"token\":1}"),
                        post("token null", "sessions", verify, "{\"token\":null}"),
                        post("token an object", "sessions", verify, "{\"token\":{}}"),
                        post("empty body", "sessions", verify, ""),
                        post("cut JSON", "sessions", verify, "{\"token\":\"ts1_"),
                        post("deep JSON", "sessions", verify, "{\"a\":" + "[".repeat(5_000)),
                        post("1 MB", "sessions", verify, "{\"token\":\"" + "a".repeat(1 << 20) + "\"}"),
                        post("XML", "sessions", verify, "<a/>").header("Content-Type", "text/xml"),
                        post("garbled media type", "sessions", verify, "{}").header("Content-Type", "///"),
                        get("wrong method", "sessions", verify),
                        get("unknown address", "sessions", "/v1/nothing"),
                        post("create without a caller", "sessions", "/v1/sessions", "{\"user_id\":\"1\"}"),
                        post("create with another secret", "sessions", "/v1/sessions", "{\"user_id\":\"1\"}")
                                .header("Authorization", "Bearer " + OTHER_SECRET)),
                creates());
    }

    private Stream<Hostile> creates() throws IOException {
        var authorization = "Bearer " + keys.internalSecret();
        return Stream.of(
                        "",
                        "{}",
                        "[]",
                        "{\"user_id\":\"\"}",
                        "{\"user_id\":7}",
                        "{\"user_id\":null}",
                        "{\"user_id\":\"" + "1".repeat(5_000) + "\"}",
                        "{\"user_id\":\"1\\u0000\"}",
                        "{\"user_id\":\"1\",\"ttl\":-1}",
                        "{\"user_id\":\"1\",\"ttl\":\"long\"}",
                        "{\"user_id\":\"1\",\"ttl\":1e300}",
                        "{\"user_id\":\"1\",\"idle_ttl\":0}",
                        "{\"user_id\":\"1\",\"device\":{}}",
                        "{\"user_id\":\"1\",\"ip\":\"1.2.3\"}",
                        "{\"user_id\":\"1\",\"attributes\":[]}",
                        "{\"user_id\":\"1\",\"device\":\"" + "d".repeat(7_000) + "\"}",
                        "{\"user_id\":\"1\"")
                .map(body -> post(
                                "create " + body.substring(0, Math.min(60, body.length())),
                                "sessions",
                                "/v1/sessions",
                                body)
                        .header("Authorization", authorization));
    }

    Stream<Hostile> secretsRequests() throws IOException {
        var authorization = "Bearer " + keys.internalSecret();
        var paths = Stream.of(
                        "/v1/secrets/UNKNOWN",
                        "/v1/secrets/INTERNAL_API_SECRET",
                        "/v1/secrets/jwt_secret",
                        "/v1/secrets/JWT_SECRET.previous.1",
                        "/v1/secrets/..%2fINTERNAL_API_SECRET",
                        "/v1/secrets/%00",
                        "/v1/secrets/%FF",
                        "/v1/secrets/" + "A".repeat(5_000),
                        "/v1/secrets/" + "A".repeat(20_000),
                        "/v1/secrets/JWT_SECRET/more",
                        "/admin/v1/bundle",
                        "/v1/nothing")
                .map(path -> get(path.substring(0, Math.min(40, path.length())), "secrets", path)
                        .header("Authorization", authorization));
        var others = Stream.of(
                get("no caller", "secrets", "/v1/secrets/JWT_SECRET"),
                get("another secret", "secrets", "/v1/secrets/JWT_SECRET")
                        .header("Authorization", "Bearer " + OTHER_SECRET),
                get("list without a caller", "secrets", "/v1/secrets"),
                get("events without a caller", "secrets", "/v1/events"),
                get("wrong method", "secrets", "/v1/secrets/JWT_SECRET")
                        .as("PUT")
                        .header("Authorization", authorization));
        return Stream.concat(paths, others);
    }

    static Stream<List<String>> brokenHttpOf(String service) {
        var host = "Host: localhost\r\n";
        return Stream.of(
                List.of(
                        service,
                        "request line of 100 KB",
                        "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n" + host + "\r\n"),
                List.of(
                        service,
                        "header of 100 KB",
                        "GET / HTTP/1.1\r\n" + host + "A: " + "a".repeat(100_000) + "\r\n\r\n"),
                List.of(service, "bad escape", "GET /v1/%zz HTTP/1.1\r\n" + host + "\r\n"),
                List.of(service, "zero byte in a header", "GET /v1/x HTTP/1.1\r\n" + host + "A: \0\r\n\r\n"),
                List.of(service, "no HTTP", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003\r\n\r\n"),
                List.of(service, "negative length", "POST /v1/x HTTP/1.1\r\n" + host + "Content-Length: -5\r\n\r\n"),
                List.of(
                        service,
                        "garbled chunk",
                        "POST /v1/verify HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nZZ\r\n"),
                List.of(
                        service,
                        "cut body",
                        "POST /v1/verify HTTP/1.1\r\n" + host
                                + "Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{"));
    }

    static Stream<Arguments> brokenHttp() {
        return Stream.of(Service.AUTH, Service.SESSIONS, Service.SECRETS)
                .flatMap(HostileInputIT::brokenHttpOf)
                .map(row -> Arguments.of(row.toArray()));
    }
}
