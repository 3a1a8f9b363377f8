package dev.tigrit.starter.direct;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectDoorIT {

    private static final String THING = "GET /v1/things/";
    private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
    private static final String END = HOST + "\r\n";
    private static final String ORDINARY = "GET /ordinary" + END;
    private static final String LAST = "GET /ordinary" + HOST + "Connection: close\r\n\r\n";

    private ConfigurableApplicationContext both;
    private ConfigurableApplicationContext webFluxAlone;

    @BeforeAll
    void start() {
        both = TwoDoors.start();
        webFluxAlone = TwoDoors.startWithoutDirectDoor();
    }

    @AfterAll
    void stop() {
        both.close();
        webFluxAlone.close();
    }

    static Stream<String> plain() {
        return Stream.of(
                THING + "a" + END,
                THING + "a" + HOST + "X-Echo: 1\r\nx-echo: 2\r\n\r\n",
                THING + "a" + HOST + "Content-Length: 0\r\nConnection: keep-alive\r\n\r\n",
                THING + "held" + END,
                THING + "refused" + END,
                THING + "refused" + HOST + "Authorization: Bearer x\r\n\r\n",
                THING + "late" + END,
                THING + "broken" + END,
                THING + "empty" + END,
                post("two words", "Content-Type: text/plain\r\n"),
                post("x".repeat(TwoDoors.LIMIT), ""),
                post("", ""),
                "POST /v1/echo" + END,
                "GET /v1/gate" + HOST + "Cookie: a=b\r\n\r\n",
                "DELETE /v1/gate/below?and=more" + END,
                "PUT http://localhost/v1/gate" + END);
    }

    static Stream<String> notPlain() {
        return Stream.of(
                "HEAD /v1/things/a" + END,
                "PUT /v1/things/a" + END,
                "POST /v1/things/a" + HOST + "Content-Length: 3\r\n\r\nabc",
                THING + "a" + HOST + "Content-Length: 3\r\n\r\nabc",
                THING + "a" + HOST + "Connection: close\r\n\r\n",
                THING + "a" + HOST + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",
                THING + "a HTTP/1.0\r\nHost: localhost\r\n\r\n",
                THING + "a HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
                THING + "a HTTP/1.1\r\nHost: a:b:c\r\n\r\n",
                THING + "a HTTP/1.1\r\nHost: localhost:\r\n\r\n",
                THING + "a HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                THING + "a HTTP/1.1\r\n\r\n",
                THING + "a?b=c" + END,
                THING + "a/" + END,
                THING + "a;b=c" + END,
                THING + "%61" + END,
                THING + "%zz" + END,
                THING + "a.b" + END,
                THING + ".." + END,
                THING + END,
                "GET http://localhost/v1/things/a" + END,
                "GET //v1/things/a" + END,
                "GET /v1/echo" + END,
                post("x".repeat(TwoDoors.LIMIT + 1), ""),
                "POST /v1/echo" + HOST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
                "POST /v1/echo" + HOST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n",
                "POST /v1/echo" + HOST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /v1/echo" + HOST + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "POST /v1/echo" + HOST + "Content-Length: -1\r\n\r\n",
                "POST /v1/echo" + HOST + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\nabc",
                "HEAD /v1/gate" + END,
                "POST /v1/gate" + HOST + "Content-Length: 3\r\n\r\nabc",
                "BREW /v1/gate" + END,
                "GET /v1/gatekeeper" + END,
                "GARBAGE\r\n\r\n");
    }

    static Stream<String> all() {
        return Stream.concat(plain(), notPlain());
    }

    @ParameterizedTest
    @MethodSource("all")
    void bothDoorsAnswerTheSame(String request) throws IOException {
        var answers = messages(exchange(both, request + LAST));

        assertThat(answers).isEqualTo(messages(exchange(webFluxAlone, request + LAST)));
        assertThat(answers).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("plain")
    void plainRequestDoesNotMeetWebFlux(String request) throws IOException {
        var answers = exchange(both, request + LAST);

        assertThat(answers.substring(0, answers.lastIndexOf("HTTP/1.1 "))).doesNotContain(TwoDoors.OF_WEBFLUX);
    }

    @Test
    void answersLeaveInTheOrderOfTheRequests() throws IOException {
        var requests = THING + "one" + END + post("two", "") + ORDINARY + THING + "three" + END
                + "POST /ordinary" + HOST + "Content-Length: 4\r\n\r\nfour" + post("five", "") + THING + "a?b" + END
                + THING + "six" + END + LAST;

        assertThat(bodies(exchange(both, requests)))
                .containsExactly(
                        "one null",
                        "two",
                        "ordinary",
                        "three null",
                        "ordinary four",
                        "five",
                        "a null",
                        "six null",
                        "ordinary");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatComesWhileACallWaitsIsAnsweredAfterIt(boolean inOneWrite) throws IOException {
        var behind = ORDINARY + THING + "one" + END + THING + "slow" + END + post("two", "") + LAST;
        try (var socket = connect(both)) {
            send(socket, THING + "slow" + END + (inOneWrite ? behind : ""));
            var first = slow();
            if (!inOneWrite) {
                send(socket, behind);
            }
            first.complete(TwoDoors.answer("first"));
            slow().complete(TwoDoors.answer("second"));

            assertThat(bodies(text(socket.getInputStream())))
                    .containsExactly("first", "ordinary", "one null", "second", "two", "ordinary");
        }
    }

    @Test
    void bodyMayComeInPieces() throws IOException {
        var request = post("in three pieces", "");
        try (var socket = connect(both)) {
            for (var at = 0; at < request.length(); at += 20) {
                send(socket, request.substring(at, Math.min(request.length(), at + 20)));
                // So that the server has read the piece.
                exchange(both, LAST);
            }
            send(socket, LAST);

            assertThat(bodies(text(socket.getInputStream()))).containsExactly("in three pieces", "ordinary");
        }
    }

    @Test
    void clientThatLeavesDuringACallLeavesNothingBehind() throws IOException {
        CompletableFuture<DirectCall.Answer> waiting;
        try (var socket = connect(both)) {
            send(socket, THING + "slow" + END + ORDINARY + post("x", ""));
            waiting = slow();
        }
        waiting.complete(TwoDoors.answer("late"));

        var open = both.getBean(MeterRegistry.class)
                .get("http.server.connections")
                .tag("server", "main")
                .gauge();
        await().until(() -> open.value() == 0);
        assertThat(exchange(both, THING + "a" + END + LAST)).startsWith("HTTP/1.1 200");
    }

    @Test
    void clientThatTakesNoAnswersIsNotReadFurther() throws IOException {
        var count = 60;
        var before = answered();
        var large = THING + "large" + HOST + "X-Padding: " + "x".repeat(7_000) + "\r\n\r\n";
        try (var socket = connect(both)) {
            var sent = CompletableFuture.runAsync(() -> send(socket, large.repeat(count) + LAST));
            var stream = socket.getInputStream();
            stream.readNBytes(TwoDoors.LARGE);

            assertThat(answered() - before).isBetween(1L, count / 2L);
            assertThat(stream.readAllBytes()).hasSizeGreaterThan((count - 1) * TwoDoors.LARGE);
            sent.join();
        }
    }

    private long answered() {
        return both
                .getBean(MeterRegistry.class)
                .find("http.server.requests")
                .tag("uri", "/v1/things/{name}")
                .timers()
                .stream()
                .mapToLong(Timer::count)
                .sum();
    }

    @Test
    void callsCountInTheTimerOfAllRequests() throws IOException {
        exchange(both, THING + "late" + END + THING + "late?b" + END + LAST);

        var timers = both.getBean(MeterRegistry.class)
                .get("http.server.requests")
                .tag("uri", "/v1/things/{name}")
                .tag("status", "503")
                .timers();
        assertThat(timers).hasSize(1);
    }

    @Test
    void managementPortDoesNotAnswerThem() throws IOException {
        var port = Integer.parseInt(both.getEnvironment().getRequiredProperty("local.management.port"));

        for (var request : List.of(THING + "a" + END, post("a", ""), "GET /v1/gate" + END)) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                send(socket, request.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
                assertThat(text(socket.getInputStream())).startsWith("HTTP/1.1 404");
            }
        }
    }

    @Test
    void serverThatShutsDownAnswersTheCallFirst() throws Exception {
        var server = TwoDoors.start();
        try (var socket = connect(server)) {
            send(socket, THING + "slow" + END);
            await().until(() -> !server.getBean(TwoDoors.class).slow().isEmpty());

            var end = CompletableFuture.runAsync(server::close);
            await().untilAsserted(() ->
                    assertThatThrownBy(() -> connect(server).close()).isInstanceOf(ConnectException.class));
            server.getBean(TwoDoors.class).slow().remove().complete(TwoDoors.answer("in time"));

            assertThat(bodies(text(socket.getInputStream()))).containsExactly("in time");
            end.get(20, TimeUnit.SECONDS);
        }
    }

    private CompletableFuture<DirectCall.Answer> slow() {
        var waiting = both.getBean(TwoDoors.class).slow();
        await().until(() -> !waiting.isEmpty());
        return waiting.remove();
    }

    private static String post(String body, String fields) {
        return "POST /v1/echo" + HOST + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String exchange(ConfigurableApplicationContext server, String requests) throws IOException {
        try (var socket = connect(server)) {
            send(socket, requests);
            return text(socket.getInputStream());
        }
    }

    private static Socket connect(ConfigurableApplicationContext server) throws IOException {
        var port = Integer.parseInt(server.getEnvironment().getRequiredProperty("local.server.port"));
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), ISO_8859_1);
    }

    private static List<String> bodies(String answers) {
        return Arrays.stream(answers.split("HTTP/1.1 ", -1))
                .skip(1)
                .map(message -> message.substring(message.indexOf("\r\n\r\n") + 4))
                .toList();
    }

    /** Each with its fields in one order and one case, without the one that tells the doors apart. */
    private static List<String> messages(String answers) {
        return Arrays.stream(answers.split("(?=HTTP/1\\.)", -1))
                .map(message -> {
                    var end = message.indexOf("\r\n\r\n");
                    return end < 0
                            ? message
                            : message.substring(0, end)
                                            .lines()
                                            .map(line -> line.toLowerCase(Locale.ROOT))
                                            .filter(line -> !line.startsWith("x-door"))
                                            .sorted()
                                            .collect(Collectors.joining("\n"))
                                    + message.substring(end);
                })
                .toList();
    }
}
