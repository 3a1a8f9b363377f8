package dev.tigrit.sessions.store.topology;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.flush.FlushConsolidationHandler;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Drops connections whose peer has stopped without a word. A stopped process and a cut cable look alike to a client: the kernel
 * may go on to acknowledge what is sent, so neither keep-alive nor TCP_USER_TIMEOUT tells. Once dropped, the driver connects anew,
 * and thereby asks Sentinel or the Cluster who the master is now.
 */
public final class StalledPeers implements NettyCustomizer {

    private static final int FLUSH_AFTER = 256;
    private static final int CHECKS_PER_TIMEOUT = 6;

    private final long timeoutNanos;
    private final Set<Channel> open = ConcurrentHashMap.newKeySet();

    /** @param timeout how long nothing may come back after something was sent */
    public StalledPeers(Duration timeout) {
        this.timeoutNanos = timeout.toNanos();
    }

    @Override
    public void afterChannelInitialized(Channel channel) {
        // One system call for the commands of one turn of the event loop instead of one for each.
        channel.pipeline().addFirst(new FlushConsolidationHandler(FLUSH_AFTER, true));
        channel.pipeline().addFirst(new Watch());
        open.add(channel);
        var _ = channel.closeFuture().addListener(_ -> open.remove(channel));
    }

    /** For a server that is no longer the master, and says so. */
    public void dropAll() {
        for (var channel : open) {
            var _ = channel.close();
        }
    }

    /** All of it runs in the channel's own thread. */
    private final class Watch extends ChannelDuplexHandler {

        private boolean waiting;
        private long since;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            var pause = timeoutNanos / CHECKS_PER_TIMEOUT;
            var check = context.executor()
                    .scheduleAtFixedRate(() -> dropIfStalled(context), pause, pause, TimeUnit.NANOSECONDS);
            var _ = context.channel().closeFuture().addListener(_ -> check.cancel(false));
            context.fireChannelActive();
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (!waiting) {
                waiting = true;
                since = System.nanoTime();
            }
            var _ = context.write(message, promise);
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            // Whatever it is, the peer lives; the next write starts the clock anew.
            waiting = false;
            context.fireChannelRead(message);
        }

        private void dropIfStalled(ChannelHandlerContext context) {
            if (waiting && System.nanoTime() - since > timeoutNanos) {
                var _ = context.close();
            }
        }
    }
}
