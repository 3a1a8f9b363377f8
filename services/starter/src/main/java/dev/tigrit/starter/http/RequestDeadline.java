package dev.tigrit.starter.http;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * Ends a request that has not arrived whole within a time, counted from its head; it becomes a 408. One timer for each
 * connection that is in the middle of a request: Reactor Netty's own {@code requestTimeout} makes one for each request, and keeps
 * it for the whole time when the answer came before the end of the request was looked at, which refused calls always do.
 */
public final class RequestDeadline extends ChannelInboundHandlerAdapter {

    private final long limitNanos;
    private long startedAt;
    private boolean arriving;
    private @Nullable Future<?> timer;

    RequestDeadline(Duration limit) {
        this.limitNanos = limit.toNanos();
    }

    /** The server with this deadline on each of its connections, HTTP/1.1. */
    public static HttpServer on(HttpServer server, Duration limit) {
        return server.doOnChannelInit((_, channel, _) -> channel.pipeline()
                .addAfter(NettyPipeline.HttpCodec, RequestDeadline.class.getSimpleName(), new RequestDeadline(limit)));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest) {
            arriving = true;
            startedAt = context.executor().ticker().nanoTime();
            if (timer == null) {
                watch(context, limitNanos);
            }
        }
        if (message instanceof LastHttpContent) {
            arriving = false;
        }
        context.fireChannelRead(message);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        var pending = timer;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private void watch(ChannelHandlerContext context, long nanos) {
        timer = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext context) {
        timer = null;
        if (!arriving) {
            return;
        }
        var left = limitNanos - (context.executor().ticker().nanoTime() - startedAt);
        if (left > 0) {
            watch(context, left);
        } else {
            arriving = false;
            context.fireExceptionCaught(ReadTimeoutException.INSTANCE);
        }
    }
}
