package dev.tigrit.bench.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nX-Other: 17\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n"
            })
    void completeAnswerIsRead(String wire) {
        var in = Unpooled.copiedBuffer(wire, US_ASCII);

        var answer = Objects.requireNonNull(Answer.read(in));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("ok");
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void answerWithoutABodyIsComplete() {
        var answer = Answer.read(Unpooled.copiedBuffer("HTTP/1.1 304 Not Modified\r\netag: \"1\"\r\n\r\n", US_ASCII));

        assertThat(answer).isNotNull().extracting(Answer::status).isEqualTo(304);
    }

    @Test
    void everyPartOfAnAnswerIsIncomplete() {
        var wire = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

        for (var length = 0; length < wire.length(); length++) {
            assertThat(Answer.read(Unpooled.copiedBuffer(wire.substring(0, length), US_ASCII)))
                    .isNull();
        }
    }
}
