package dev.tigrit.sessions.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandEncoder;
import io.lettuce.core.protocol.CommandType;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnswerDeadlinesTest {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void connect() {
        channel.freezeTime();
        channel.pipeline().addLast(new CommandEncoder());
        new AnswerDeadlines(LIMIT, WAIT).afterChannelInitialized(channel);
        channel.pipeline().fireChannelActive();
    }

    @Test
    void commandWithoutAnAnswerIsGivenUpAndTheSilentConnectionWithIt() {
        var first = write(CommandType.HGET);
        run(Duration.ofMillis(900));
        var second = write(CommandType.HGET);
        assertThat(first.isDone()).isFalse();

        run(Duration.ofMillis(150));

        assertThat(first.isCompletedExceptionally()).isTrue();
        assertThat(second.isCompletedExceptionally()).isTrue();
        assertThat(channel.isActive()).isFalse();
    }

    @Test
    void slowConnectionIsKept() {
        var slow = write(CommandType.HGET);
        run(Duration.ofMillis(500));
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'+'}));
        run(Duration.ofMillis(600));

        assertThat(slow.isCompletedExceptionally()).isTrue();
        assertThat(channel.isActive()).isTrue();
    }

    @Test
    void timeInWhichTheEventLoopDoesNotRunDoesNotCount() {
        var command = write(CommandType.HGET);

        for (var pause = 0; pause < 5; pause++) {
            channel.advanceTimeBy(10, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }

        assertThat(command.isDone()).isFalse();
        assertThat(channel.isActive()).isTrue();
    }

    @Test
    void batchOfCommandsIsWatchedAsOne() {
        var some = List.of(command(CommandType.EVALSHA), command(CommandType.PING));
        var _ = channel.write(some);
        run(Duration.ofMillis(1_100));

        assertThat(some).allMatch(AsyncCommand::isCompletedExceptionally);
    }

    @Test
    void waitForReplicasMayTakeLonger() {
        var wait = write(CommandType.WAIT);
        run(Duration.ofMillis(2_900));
        assertThat(wait.isDone()).isFalse();

        run(Duration.ofMillis(200));

        assertThat(wait.isCompletedExceptionally()).isTrue();
    }

    @Test
    void answeredCommandsDelayNothing() {
        var answered = write(CommandType.HGET);
        run(Duration.ofMillis(900));
        answered.complete();
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'+'}));
        var next = write(CommandType.HGET);
        run(Duration.ofMillis(900));

        assertThat(next.isDone()).isFalse();
        assertThat(channel.isActive()).isTrue();
    }

    private AsyncCommand<byte[], byte[], Long> write(CommandType type) {
        var command = command(type);
        var _ = channel.write(command);
        return command;
    }

    private static AsyncCommand<byte[], byte[], Long> command(CommandType type) {
        return new AsyncCommand<>(new Command<>(type, new IntegerOutput<>(ByteArrayCodec.INSTANCE)));
    }

    /** As an event loop does that has nothing else to do. */
    private void run(Duration time) {
        for (var left = time.toMillis(); left > 0; left -= 10) {
            channel.advanceTimeBy(10, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
        }
    }
}
