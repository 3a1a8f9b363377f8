package dev.tigrit.sessions.store.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisPropertiesTest {

    /** {@code WAIT} takes as long as the server is told to, 500 ms: its answer may not be given up before. */
    @ParameterizedTest
    @CsvSource({"HGET, 250", "PING, 300", "EVALSHA, 1000", "HGETALL, 1000", "WAIT, 1500"})
    void eachCommandHasItsOwnTimeout(CommandType type, long millis) {
        var source = TestRedis.properties("redis://localhost")
                .toOptions()
                .getTimeoutOptions()
                .getSource();

        var command = new Command<byte[], byte[], Long>(type, new IntegerOutput<>(ByteArrayCodec.INSTANCE));

        assertThat(source.getTimeUnit().toMillis(source.getTimeout(command))).isEqualTo(millis);
    }
}
