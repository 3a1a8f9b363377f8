package dev.tigrit.operator.health;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * {@code /livez}, {@code /readyz} and {@code /metrics}, plain HTTP/1.1, one request for each connection. What clients can hold is
 * bounded: connections, their time, the bytes of a head.
 */
public final class HealthServer implements AutoCloseable {

    private static final int MAX_CONNECTIONS = 128;
    private static final int MAX_SECONDS = 10;
    private static final int MAX_LINE = 4 * 1024;

    /** The decoder counts bytes, and a field of three bytes takes fifty times as much memory: 25 MB for all connections. */
    private static final int MAX_HEADER = 4 * 1024;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;

    /** Oldest first; only the event loop touches it. */
    private final Set<Channel> open = new LinkedHashSet<>();

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     * @param live whether a restart would not help
     * @param ready whether everything has been seen once
     * @param metrics text format of Prometheus
     */
    public HealthServer(int port, BooleanSupplier live, BooleanSupplier ready, Supplier<String> metrics)
            throws IOException {
        var bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 128)
                .option(ChannelOption.SO_RCVBUF, 64 * 1024)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(2 * 1024))
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        admit(channel);
                        channel.pipeline().addLast(codec(), new Exchange(live, ready, metrics));
                    }
                })
                .bind(new InetSocketAddress(port))
                .awaitUninterruptibly();
        if (bound.cause() != null) {
            var _ = loop.shutdownGracefully();
            throw new IOException("cannot listen on port " + port, bound.cause());
        }
        listener = bound.channel();
    }

    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /** Answers are written at once, so the oldest connection is one whose client is waited for: it gives way to a new one. */
    private void admit(Channel channel) {
        if (open.size() == MAX_CONNECTIONS) {
            var _ = open.iterator().next().close();
        }
        open.add(channel);
        var deadline = channel.eventLoop()
                .schedule(
                        () -> {
                            var _ = channel.close();
                        },
                        MAX_SECONDS,
                        TimeUnit.SECONDS);
        channel.closeFuture().addListener(_ -> {
            deadline.cancel(false);
            open.remove(channel);
        });
    }

    private static HttpServerCodec codec() {
        return new HttpServerCodec(
                new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE).setMaxHeaderSize(MAX_HEADER));
    }

    @Override
    public void close() {
        var _ = listener.close();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
