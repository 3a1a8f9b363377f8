package dev.tigrit.sessions.store.redis;

import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.protocol.CommandEncoder;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Gives up commands that the store does not answer in time. The time starts when a command is written to its connection and stops
 * while the connection's event loop does not run: on a node that is short of CPU the answer may have arrived already. The driver's own
 * time-outs count both.
 *
 * <p>A connection that has received nothing since such a command was written is closed, and all its commands fail. The kernel of a
 * stopped process still acknowledges packets, so neither keep-alive nor TCP_USER_TIMEOUT notices it. The driver then connects again and
 * asks Sentinel or the Cluster for the current master.
 */
public final class AnswerDeadlines implements NettyCustomizer {

    private static final int FLUSH_AFTER = 256;
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

    private final long limit;
    private final long waitLimit;
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    /**
     * @param limit of each command
     * @param wait what {@code WAIT} may take on top of it: the server ends it, and ended here it would go on there
     */
    public AnswerDeadlines(Duration limit, Duration wait) {
        this.limit = limit.toNanos();
        this.waitLimit = limit.plus(wait).toNanos();
    }

    @Override
    public void afterChannelInitialized(Channel channel) {
        var pipeline = channel.pipeline();
        // Between the driver's command handler and its encoder: commands pass here at the moment when they are written.
        pipeline.addAfter(pipeline.context(CommandEncoder.class).name(), null, new Watch());
        // One system call for the commands of one turn of the event loop instead of one for each.
        pipeline.addFirst(new FlushConsolidationHandler(FLUSH_AFTER, true));
        open.add(channel);
        var _ = channel.closeFuture().addListener(_ -> open.remove(channel));
    }

    /** For a server that is no longer the master, and says so. */
    public void dropAll() {
        for (var channel : open) {
            var _ = channel.close();
        }
    }

    /** @param reads how often something had come back when it was written */
    private record Sent(RedisCommand<?, ?, ?> command, long at, long reads) {}

    /** All of it runs in the channel's own thread. */
    final class Watch extends ChannelDuplexHandler {

        private final Queue<Sent> waiting = new ArrayDeque<>();
        private long ran;
        private long lastTick;
        private long reads;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            lastTick = now(context);
            var ticks =
                    context.executor().scheduleWithFixedDelay(() -> tick(context), TICK, TICK, TimeUnit.NANOSECONDS);
            var _ = context.channel().closeFuture().addListener(_ -> ticks.cancel(false));
            context.fireChannelActive();
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            dropAnswered();
            if (message instanceof RedisCommand<?, ?, ?> command) {
                add(command);
            } else if (message instanceof Collection<?> commands) {
                commands.forEach(one -> {
                    if (one instanceof RedisCommand<?, ?, ?> command) {
                        add(command);
                    }
                });
            }
            var _ = context.write(message, promise);
        }

        private void add(RedisCommand<?, ?, ?> command) {
            waiting.add(new Sent(command, ran, reads));
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            reads++;
            context.fireChannelRead(message);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            giveUp(new ArrayList<>(waiting), new RedisConnectionException("connection lost"));
            waiting.clear();
            context.fireChannelInactive();
        }

        private void tick(ChannelHandlerContext context) {
            var now = now(context);
            // A tick that comes late is our own lag, of which one tick counts at most.
            ran += Math.min(now - lastTick, 2 * TICK);
            lastTick = now;
            dropAnswered();
            var late = new ArrayList<Sent>();
            for (var sent : waiting) {
                if (ran - sent.at() < limit) {
                    break;
                }
                if (!sent.command().isDone() && ran - sent.at() >= limitOf(sent.command())) {
                    late.add(sent);
                }
            }
            var silent = late.stream().anyMatch(sent -> sent.reads() == reads);
            giveUp(late, new RedisCommandTimeoutException("no answer in time"));
            if (silent) {
                var _ = context.close();
            }
        }

        private void dropAnswered() {
            for (var first = waiting.peek(); first != null && first.command().isDone(); first = waiting.peek()) {
                waiting.remove();
            }
        }

        private void giveUp(Collection<Sent> late, Exception reason) {
            late.forEach(sent -> sent.command().completeExceptionally(reason));
        }

        private long limitOf(RedisCommand<?, ?, ?> command) {
            return command.getType() == CommandType.WAIT ? waitLimit : limit;
        }

        private static long now(ChannelHandlerContext context) {
            return context.executor().ticker().nanoTime();
        }
    }
}
