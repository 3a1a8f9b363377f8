package dev.tigrit.starter.direct;

import dev.tigrit.starter.direct.DirectCall.Answer;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.PromiseNotifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Answers the direct calls of one connection, in front of Reactor Netty's own handler. A request is taken when it is plain and none is
 * being answered behind; what comes while a call is waiting is kept, so that answers leave in the order of the requests. A request that
 * turns out not to be plain goes to WebFlux as it came. Only the connection's event loop touches it.
 *
 * <p>Reactor Netty reads when it wants something: while nothing is outstanding behind, this asks for the next bytes.
 */
final class DirectConnection extends ChannelDuplexHandler {

    private final DirectCalls calls;

    /** What came after a call that is waiting. GuardedConnection bounds the requests, and nothing more is read meanwhile. */
    private final Queue<Object> behind = new ArrayDeque<>();

    private final List<HttpContent> parts = new ArrayList<>();
    private @Nullable HttpRequest head;
    private DirectCalls.@Nullable Door door;
    private long since;
    private boolean waiting;
    /** Requests that WebFlux has not answered. */
    private int ordinary;
    /** WebFlux closes it after an answer: what comes then is nobody's. */
    private boolean ending;

    private boolean reads;
    private boolean flushes;
    private boolean closing;

    DirectConnection(DirectCalls calls) {
        this.calls = calls;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (waiting || !behind.isEmpty()) {
            behind.add(message);
        } else {
            accept(context, message);
        }
    }

    private void accept(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            var found = ordinary == 0 && !ending ? calls.find(request) : null;
            if (found == null) {
                ordinary++;
            } else {
                head = request;
                door = found;
                since = System.nanoTime();
                reads = true;
                calls.taken();
                return;
            }
        }
        if (head == null || door == null) {
            context.fireChannelRead(message);
        } else if (message instanceof HttpContent part) {
            collect(context, head, door, part);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void collect(ChannelHandlerContext context, HttpRequest request, DirectCalls.Door to, HttpContent part) {
        reads = true;
        parts.add(part);
        if (!part.decoderResult().isSuccess()) {
            replay(context, request);
        } else if (part instanceof LastHttpContent) {
            var body = body();
            discard();
            answer(context, to.ask(request, body, since));
        }
    }

    private byte[] body() {
        var length = 0;
        for (var part : parts) {
            length += part.content().readableBytes();
        }
        if (length == 0) {
            return DirectCall.NO_BODY;
        }
        var body = new byte[length];
        var at = 0;
        for (var part : parts) {
            var count = part.content().readableBytes();
            part.content().getBytes(part.content().readerIndex(), body, at, count);
            at += count;
        }
        return body;
    }

    private void discard() {
        parts.forEach(ReferenceCountUtil::release);
        parts.clear();
        head = null;
        door = null;
    }

    /** To WebFlux, as it came. */
    private void replay(ChannelHandlerContext context, HttpRequest request) {
        ordinary++;
        head = null;
        door = null;
        calls.ended();
        context.fireChannelRead(request);
        for (var part : parts) {
            context.fireChannelRead(part);
        }
        parts.clear();
    }

    private void answer(ChannelHandlerContext context, DirectCalls.Asked asked) {
        if (asked.result().isDone()) {
            write(context, asked);
            return;
        }
        waiting = true;
        var loop = context.executor();
        var _ = asked.result().whenComplete((_, _) -> {
            if (loop.inEventLoop()) {
                answerLate(context, asked);
            } else {
                loop.execute(() -> answerLate(context, asked));
            }
        });
    }

    private void answerLate(ChannelHandlerContext context, DirectCalls.Asked asked) {
        if (!waiting) {
            // The client has gone.
            return;
        }
        waiting = false;
        write(context, asked);
        goOn(context);
    }

    private void write(ChannelHandlerContext context, DirectCalls.Asked asked) {
        var response = response(asked.answer(context.channel()));
        // Promises of head, body and both are made for who waits for them: nobody but the end of a connection.
        var written = context.write(response, closing ? context.newPromise() : context.voidPromise());
        flushes = true;
        calls.ended();
        if (closing) {
            var _ = written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private static HttpResponse response(Answer answer) {
        var body = answer.body();
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(body));
        var headers = response.headers();
        for (var field : answer.fields()) {
            headers.add(field.name(), field.value());
        }
        headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
        if (answer.status() != HttpResponseStatus.NOT_MODIFIED.code()) {
            headers.setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
        }
        return response;
    }

    /** With what has been kept, until a call waits again. */
    private void goOn(ChannelHandlerContext context) {
        while (!waiting && !behind.isEmpty()) {
            accept(context, behind.remove());
        }
        channelReadComplete(context);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (flushes) {
            flushes = false;
            context.flush();
        }
        readOn(context);
        context.fireChannelReadComplete();
    }

    /** Not from a client that does not take its answers. */
    private void readOn(ChannelHandlerContext context) {
        if (reads && ordinary == 0 && behind.isEmpty() && context.channel().isWritable()) {
            reads = false;
            context.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.fireChannelWritabilityChanged();
        readOn(context);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        var isInterim = message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
        if (!isInterim) {
            ending |= message instanceof HttpResponse response && !HttpUtil.isKeepAlive(response);
            ordinary -= message instanceof LastHttpContent && ordinary > 0 ? 1 : 0;
        }
        var _ = context.write(message, promise);
    }

    /** A server that shuts down closes what it takes for idle: a request that is here is answered first. */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (head != null || waiting) {
            closing = true;
            ending = true;
            var _ = PromiseNotifier.cascade(false, context.channel().closeFuture(), promise);
        } else {
            var _ = context.close(promise);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (head != null || waiting) {
            waiting = false;
            calls.ended();
        }
        discard();
        behind.forEach(ReferenceCountUtil::release);
        behind.clear();
    }
}
