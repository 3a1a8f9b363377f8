package dev.tigrit.operator.health;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import java.nio.charset.StandardCharsets;

/** The one request of a connection: answered as soon as its head is here, then the connection is closed. */
final class Exchange extends SimpleChannelInboundHandler<HttpObject> {

    private final Probes probes;
    private boolean answered;

    Exchange(Probes probes) {
        this.probes = probes;
    }

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

    private Probes.Answer answer(HttpRequest request) {
        var failure = request.decoderResult().cause();
        if (failure != null) {
            return failure instanceof TooLongHttpHeaderException
                    ? Probes.problem(431, "header too large")
                    : Probes.problem(400, "bad request");
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            return Probes.problem(405, "method not allowed");
        }
        var query = request.uri().indexOf('?');
        return probes.get(query < 0 ? request.uri() : request.uri().substring(0, query));
    }

    private static void write(ChannelHandlerContext context, HttpMethod method, Probes.Answer answer) {
        var body = answer.body().getBytes(StandardCharsets.UTF_8);
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(answer.status()),
                method.equals(HttpMethod.HEAD) ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, answer.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (answer.status() == 405) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
