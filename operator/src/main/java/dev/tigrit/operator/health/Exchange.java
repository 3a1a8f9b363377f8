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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The one request of a connection: answered as soon as its head is read, then the connection is closed. */
final class Exchange extends SimpleChannelInboundHandler<HttpObject> {

    private final BooleanSupplier live;
    private final BooleanSupplier ready;
    private final Supplier<String> metrics;
    private boolean answered;

    Exchange(BooleanSupplier live, BooleanSupplier ready, Supplier<String> metrics) {
        this.live = live;
        this.ready = ready;
        this.metrics = metrics;
    }

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
