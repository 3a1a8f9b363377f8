package dev.tigrit.operator.health;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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
    private final BooleanSupplier live;
    private final BooleanSupplier ready;
    private final Supplier<String> metrics;

    /** Oldest first; only the event loop touches it. */
    private final Set<Channel> open = new LinkedHashSet<>();

    /** Starts to listen; port 0 takes any free one. */
    public HealthServer(int port, BooleanSupplier live, BooleanSupplier ready, Supplier<String> metrics)
            throws IOException {
        this.live = live;
        this.ready = ready;
        this.metrics = metrics;
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
                        var limits = new HttpDecoderConfig()
                                .setMaxInitialLineLength(MAX_LINE)
                                .setMaxHeaderSize(MAX_HEADER);
                        channel.pipeline().addLast(new HttpServerCodec(limits), new Exchange());
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

    @Override
    public void close() {
        var _ = listener.close();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** The one request of a connection: answered as soon as its head is read, then the connection is closed. */
    private final class Exchange extends SimpleChannelInboundHandler<HttpObject> {

        private boolean answered;

        private record Answer(HttpResponseStatus status, String body) {}

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message instanceof HttpRequest request && !answered) {
                answered = true;
                write(context, request.method(), answer(request));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable error) {
            // The client is gone, or what it sends is no HTTP.
            var _ = context.close();
        }

        private Answer answer(HttpRequest request) {
            var failure = request.decoderResult().cause();
            if (failure != null) {
                return failure instanceof TooLongHttpHeaderException
                        ? new Answer(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "header too large\n")
                        : new Answer(HttpResponseStatus.BAD_REQUEST, "bad request\n");
            }
            if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
                return new Answer(HttpResponseStatus.METHOD_NOT_ALLOWED, "method not allowed\n");
            }
            var query = request.uri().indexOf('?');
            return switch (query < 0 ? request.uri() : request.uri().substring(0, query)) {
                case "/livez" -> probe(live);
                case "/readyz" -> probe(ready);
                case "/metrics" -> new Answer(HttpResponseStatus.OK, metrics.get());
                default -> new Answer(HttpResponseStatus.NOT_FOUND, "not found\n");
            };
        }

        private static Answer probe(BooleanSupplier holds) {
            return holds.getAsBoolean()
                    ? new Answer(HttpResponseStatus.OK, "ok\n")
                    : new Answer(HttpResponseStatus.SERVICE_UNAVAILABLE, "not yet\n");
        }

        private static void write(ChannelHandlerContext context, HttpMethod method, Answer answer) {
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            var response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    answer.status(),
                    method.equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
            response.headers()
                    // The version is the one of Prometheus' text format; to other clients it says nothing.
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            if (answer.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
                response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
            }
            context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
