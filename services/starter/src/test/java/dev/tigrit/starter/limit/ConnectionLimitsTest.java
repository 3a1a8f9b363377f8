package dev.tigrit.starter.limit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

class ConnectionLimitsTest {

    private static final ConnectionLimits.Deadlines PATIENT =
            new ConnectionLimits.Deadlines(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(1));
    private static final int MAX_ARRIVING = 512 * 1024;
    private static final String HEAD = "GET / HTTP/1.1\r\nHost: a\r\n";
    private static final String REQUEST = HEAD + "\r\n";

    /** One loop, so that every connection is on the same. */
    private final LoopResources loops = LoopResources.create("test", 1, true);

    private final List<Socket> sockets = new ArrayList<>();
    private @Nullable ConnectionLimits limits;
    private @Nullable DisposableServer server;

    @AfterEach
    void stop() throws IOException {
        for (var socket : sockets) {
            socket.close();
        }
        if (server != null) {
            server.disposeNow();
        }
        loops.dispose();
    }

    @Test
    void headWithManyFieldsIsAnsweredAndWithMoreRefused() throws IOException {
        start(10, 0, PATIENT);

        assertThat(answerTo(HEAD + "a:\r\n".repeat(BoundedHeaders.MAX_FIELDS - 1) + "\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(answerTo(HEAD + "a:\r\n".repeat(BoundedHeaders.MAX_FIELDS) + "\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: a\r\nb: ", "GET /"})
    void whoSendsFarTooMuchIsToldSo(String beginning) throws IOException {
        start(10, 0, PATIENT);

        assertThat(answerTo(beginning + "a".repeat(200_000) + "\r\n\r\n")).startsWith("HTTP/1.1 4");
    }

    @Test
    void whoSendsWithoutAnEndIsCutOff() throws IOException {
        start(10, 0, PATIENT);
        var socket = connect(HEAD + "b: ");
        var output = socket.getOutputStream();

        assertThatThrownBy(() -> {
                    for (var sent = 0; sent < 100; sent++) {
                        output.write(new byte[1024 * 1024]);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    @Test
    void theOldestRequestEndsWhenThoseThatArriveTakeTooMuchMemory() throws IOException {
        start(100, 0, PATIENT);
        var head = "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: ";
        var oldest = connect(head + "1000000\r\n\r\n" + "a".repeat(MAX_ARRIVING / 4));
        for (var count = 0; count < 5; count++) {
            connect(head + "1000000\r\n\r\n" + "a".repeat(MAX_ARRIVING / 4));
        }

        assertThat(read(oldest)).isEmpty();
        assertThat(answerTo(head + "4\r\n\r\nbody")).startsWith("HTTP/1.1 200");
        assertThat(answerTo(head + "100000\r\n\r\n" + "a".repeat(100_000))).startsWith("HTTP/1.1 200");
        assertThat(openConnections()).isBetween(2, 6);
    }

    @Test
    void connectionThatWasIdleIsNotTheOldestRequest() throws IOException {
        start(100, 0, PATIENT);
        var head = "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: ";
        var idle = connect(REQUEST);
        assertThat(read(idle)).startsWith("HTTP/1.1 200");
        var oldest = connect(head + "1000000\r\n\r\n" + "a".repeat(MAX_ARRIVING * 3 / 4));
        await().until(() -> requireNonNull(limits).arriving() > MAX_ARRIVING / 2);

        idle.getOutputStream().write((head + "300000\r\n\r\n" + "a".repeat(300_000)).getBytes(ISO_8859_1));

        assertThat(read(idle)).startsWith("HTTP/1.1 200");
        assertThat(read(oldest)).isEmpty();
    }

    @Test
    void bodyOfManyTinyChunksEndsTheConnection() throws IOException {
        start(10, 0, PATIENT);
        var head = "POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(answerTo(head + "1\r\na\r\n".repeat(500) + "0\r\n\r\n")).startsWith("HTTP/1.1 200");
        assertThat(answerTo(head + ("50\r\n" + "a".repeat(80) + "\r\n").repeat(2_000) + "0\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(answerTo(head + "1\r\na\r\n".repeat(600))).isEmpty();
    }

    @Test
    void trailerOfManyFieldsIsRefused() throws IOException {
        start(10, 0, PATIENT);

        assertThat(answerTo("POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
                        + "a:\r\n".repeat(11) + "\r\n"))
                .startsWith("HTTP/1.1 431");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Host: a\r\nHost: a\r\n", "Host: a\r\nhost: b\r\n", "Host: a\r\nHost:\r\n"})
    void headWithoutOneHostIsRefused(String hosts) throws IOException {
        start(10, 0, PATIENT);

        assertThat(answerTo("GET / HTTP/1.1\r\n" + hosts + "\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void requestOfHttp10NeedsNoHost() throws IOException {
        start(10, 0, PATIENT);

        assertThat(answerTo("GET / HTTP/1.0\r\n\r\n")).contains(" 200 OK");
    }

    @Test
    void newConnectionTakesThePlaceOfTheOneThatIsWaitedForTheLongest() throws IOException {
        start(3, 0, PATIENT);
        var first = connect(HEAD);
        var served = connect(REQUEST);
        assertThat(read(served)).startsWith("HTTP/1.1 200");
        var second = connect(HEAD);

        var fourth = connect(REQUEST);

        assertThat(read(fourth)).startsWith("HTTP/1.1 200");
        assertThat(read(first)).isEmpty();
        second.getOutputStream().write("\r\n".getBytes(ISO_8859_1));
        assertThat(read(second)).startsWith("HTTP/1.1 200");
        served.getOutputStream().write(REQUEST.getBytes(ISO_8859_1));
        assertThat(read(served)).startsWith("HTTP/1.1 200");
    }

    @Test
    void newConnectionIsClosedWhileEveryOtherIsBeingAnswered() throws IOException {
        start(2, 0, PATIENT);
        connect("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
        connect("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");

        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(answerTo(REQUEST)).isEmpty());
    }

    @Test
    void oneAddressHasSoManyConnections() throws IOException {
        start(10, 2, PATIENT);
        var first = connect(HEAD);
        connect(HEAD);

        assertThat(answerTo(REQUEST)).isEmpty();

        first.close();
        await().atMost(Duration.ofSeconds(5))
                .untilAsserted(() -> assertThat(answerTo(REQUEST)).startsWith("HTTP/1.1 200"));
    }

    @Test
    void connectionWithManyPipelinedRequestsEnds() throws IOException {
        start(10, 0, PATIENT);

        assertThat(answerTo("GET /never HTTP/1.1\r\nHost: a\r\n\r\n" + REQUEST.repeat(GuardedConnection.MAX_PIPELINED)))
                .isEmpty();
    }

    @Test
    void fewPipelinedRequestsAreAnsweredInTurn() throws IOException {
        start(10, 0, PATIENT);
        var socket = connect(REQUEST.repeat(GuardedConnection.MAX_PIPELINED));
        socket.shutdownOutput();

        var answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

        assertThat(answers.split("HTTP/1.1 200", -1)).hasSize(GuardedConnection.MAX_PIPELINED + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"G", HEAD})
    void headThatDoesNotArriveInTimeEndsTheConnection(String part) throws IOException {
        start(
                10,
                0,
                new ConnectionLimits.Deadlines(Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ofMinutes(1)));
        var fresh = connect(part);
        var served = connect(REQUEST);
        assertThat(read(served)).startsWith("HTTP/1.1 200");
        served.getOutputStream().write(part.getBytes(ISO_8859_1));

        assertThat(read(fresh)).isEmpty();
        assertThat(read(served)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                REQUEST,
                "\r\n\r\n" + REQUEST + REQUEST,
                "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n\n\r\nG",
                "POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n\r\n\r\n\r\n0\r\na: b\r\n\r\n",
                "POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + REQUEST,
            })
    void headThatBeginsInOneReadWithAWholeRequestHasTheSameTime(String whole) throws IOException {
        start(
                10,
                0,
                new ConnectionLimits.Deadlines(Duration.ofMillis(500), Duration.ofMinutes(1), Duration.ofMinutes(1)));

        for (var part : List.of("G", HEAD, "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na")) {
            assertThat(answers(connect(whole + part))).as(part).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void headThatBeginsInOneReadWithTheEndOfAnotherHasTheSameTime() throws Exception {
        start(
                10,
                0,
                new ConnectionLimits.Deadlines(Duration.ofSeconds(2), Duration.ofMinutes(1), Duration.ofMinutes(1)));
        for (var beginning : List.of("G", HEAD, HEAD + "\r")) {
            var socket = connect(beginning);
            await().until(() -> requireNonNull(limits).open() == 1);
            socket.getOutputStream().write((REQUEST.substring(beginning.length()) + "GET").getBytes(ISO_8859_1));

            assertThat(answers(socket)).as(beginning).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void connectionBetweenTwoRequestsHasTheTimeOfAnIdleOne() throws IOException {
        start(
                10,
                0,
                new ConnectionLimits.Deadlines(Duration.ofMillis(200), Duration.ofMinutes(1), Duration.ofMinutes(1)));
        var chunked = "POST /body HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
        for (var whole : List.of(REQUEST + REQUEST, chunked, chunked + REQUEST, REQUEST + chunked)) {
            assertThat(read(connect(whole))).as(whole).startsWith("HTTP/1.1 200");
        }
        // Connections are looked at once a second: this one ends with the second look at the others.
        assertThat(answers(connect("G"))).isEmpty();

        // The client may see the end before the server has counted it.
        await().until(() -> requireNonNull(limits).open() <= 4);
        assertThat(requireNonNull(limits).open()).isEqualTo(4);
    }

    @Test
    void idleConnectionEnds() throws IOException {
        start(
                10,
                0,
                new ConnectionLimits.Deadlines(Duration.ofMinutes(1), Duration.ofMillis(500), Duration.ofMinutes(1)));

        assertThat(connect("").getInputStream().readAllBytes()).isEmpty();
    }

    @Test
    void connectionThatTakesNoAnswerEnds() throws IOException {
        start(
                10,
                0,
                new ConnectionLimits.Deadlines(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofSeconds(1)));
        var socket = connect("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(openConnections()).isZero());

        assertThat(socket.isClosed()).isFalse();
    }

    private int openConnections() {
        return requireNonNull(limits).open();
    }

    private void start(int maxConnections, int maxPerPeer, ConnectionLimits.Deadlines deadlines) {
        limits = new ConnectionLimits(maxConnections, maxPerPeer, MAX_ARRIVING, deadlines);
        server = limits.on(HttpServer.create()
                        .host("localhost")
                        .runOn(loops)
                        .route(routes -> routes.get("/", (_, answer) -> answer.sendString(Mono.just("yes")))
                                .get("/never", (_, _) -> Mono.never())
                                .get(
                                        "/large",
                                        (_, answer) -> answer.sendByteArray(Mono.just(new byte[16 * 1024 * 1024])))
                                .post(
                                        "/body",
                                        (request, answer) -> request.receive()
                                                .then(answer.sendString(Mono.just("yes"))
                                                        .then()))))
                .bindNow();
    }

    private String answerTo(String request) throws IOException {
        return read(connect(request));
    }

    private Socket connect(String request) throws IOException {
        var socket = new Socket(
                InetAddress.getByName("localhost"), requireNonNull(server).port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        return socket;
    }

    /** Everything that comes until the server closes. */
    private static String answers(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }

    /** The beginning of what comes, empty when the connection was closed. */
    private static String read(Socket socket) throws IOException {
        try {
            var buffer = new byte[8 * 1024];
            var count = socket.getInputStream().read(buffer);
            return count < 0 ? "" : new String(buffer, 0, count, ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }
}
