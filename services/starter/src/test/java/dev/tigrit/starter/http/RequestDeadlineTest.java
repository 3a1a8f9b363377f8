package dev.tigrit.starter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestDeadlineTest {

    private static final long LIMIT = 10;

    private EmbeddedChannel connection;

    @BeforeEach
    void connect() {
        connection = new EmbeddedChannel(new RequestDeadline(Duration.ofSeconds(LIMIT)));
        connection.freezeTime();
    }

    @AfterEach
    void disconnect() {
        connection.finishAndReleaseAll();
    }

    @Test
    void requestThatDoesNotArriveWholeEnds() {
        head();
        pass(LIMIT - 1);
        connection.writeInbound(new DefaultHttpContent(Unpooled.EMPTY_BUFFER));
        assertThat(connection.isOpen()).isTrue();

        assertThatThrownBy(() -> {
                    pass(1);
                    connection.checkException();
                })
                .isInstanceOf(ReadTimeoutException.class);
    }

    @Test
    void requestThatArrivesInTimeIsLeftAlone() {
        head();
        pass(LIMIT - 1);
        connection.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);

        pass(2 * LIMIT);

        connection.checkException();
    }

    @Test
    void laterRequestHasItsWholeTime() {
        whole();
        pass(LIMIT - 1);
        head();
        pass(LIMIT - 1);
        connection.checkException();

        assertThatThrownBy(() -> {
                    pass(1);
                    connection.checkException();
                })
                .isInstanceOf(ReadTimeoutException.class);
    }

    @Test
    void manyRequestsKeepOneTimer() {
        for (var i = 0; i < 1_000; i++) {
            whole();
        }

        assertThat(connection.runScheduledPendingTasks()).isPositive();
        pass(LIMIT);
        assertThat(connection.runScheduledPendingTasks()).isEqualTo(-1);
    }

    private void whole() {
        head();
        connection.writeInbound(LastHttpContent.EMPTY_LAST_CONTENT);
    }

    private void head() {
        connection.writeInbound(new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/"));
    }

    private void pass(long seconds) {
        connection.advanceTimeBy(seconds, TimeUnit.SECONDS);
        connection.runScheduledPendingTasks();
    }
}
