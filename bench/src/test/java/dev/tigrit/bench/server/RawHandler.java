package dev.tigrit.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers of the size that the services' answers have; which one it is depends on a real check. */
final class RawHandler extends ChannelInboundHandlerAdapter {

    private static final AsciiString JSON = AsciiString.cached("application/json");
    private static final AsciiString ETAG = AsciiString.cached("\"0123456789abcdef0123456789abcdef\"");
    private static final AsciiString NO_STORE = AsciiString.cached("no-store");
    private static final AsciiString REVISION = AsciiString.cached("X-Bundle-Revision");
    private static final byte[] NOTHING = {};
    private static final byte[] HELLO = bytes("{\"hello\":\"world\"}");
    private static final byte[] IDENTITY = bytes("""
            {"user_id":"279058397","method":"telegram_init_data","bot":"4200000042","issued_at":"2026-11-24T12:00:00Z",\
            "expires_at":"2026-11-25T12:00:00Z","user":{"id":"279058397","first_name":"Olga","last_name":"K","username":"olga_k"}}""");
    private static final byte[] SESSION = bytes("""
            {"session_id":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","user_id":"0000001000","created_at":"2026-11-29T21:00:00Z",\
            "expires_at":"2026-12-04T00:00:00Z","idle_expires_at":"2026-11-29T22:00:00Z","extended_at":"2026-11-29T21:00:00Z",\
            "extend_after":"2026-11-29T21:01:00Z","device":"a phone","ip":"192.0.2.1","attributes":{"role":"player"}}""");
    private static final byte[] PROBLEM = bytes("""
            {"type":"urn:bench:invalid","title":"The credential is not valid","status":401,"code":"credential_invalid"}""");
    private static final Map<String, byte[]> SECRETS = Map.of("/v1/secrets/JWT_SECRET", bytes("""
                    {"key":"JWT_SECRET","encoding":"utf8","value":"only-for-measuring-0123456789-abcdefghijklmnopqrstuvw",\
                    "version":1796000000000,"use_after":"2026-11-29T21:00:00Z","previous":[]}"""));

    private final RawChecks checks;
    private final RawStore store;
    private @Nullable HttpRequest request;
    private byte[] body = NOTHING;

    RawHandler(RawChecks checks, RawStore store) {
        this.checks = checks;
        this.store = store;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest head) {
            request = head;
            body = NOTHING;
        }
        if (message instanceof HttpContent content) {
            append(content.content());
            content.release();
            if (message instanceof LastHttpContent && request != null) {
                answer(context, request.uri(), request.headers());
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    private void append(ByteBuf part) {
        if (body.length == 0) {
            body = part.isReadable() ? ByteBufUtil.getBytes(part) : NOTHING;
        } else {
            body = ByteBufUtil.getBytes(Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(body), part));
        }
    }

    private void answer(ChannelHandlerContext context, String uri, HttpHeaders headers) {
        switch (uri) {
            case "/hello" -> write(context, true, HELLO);
            case "/init-data" -> write(context, checks.initData(credential(headers, "tma ")), IDENTITY);
            case "/hs256" -> write(context, checks.hs256(credential(headers, "Bearer ")), IDENTITY);
            case "/rs256" -> write(context, checks.rs256(credential(headers, "Bearer ")), IDENTITY);
            case "/es256" -> write(context, checks.es256(credential(headers, "Bearer ")), IDENTITY);
            case "/token" -> write(context, checks.inBody(body) != null, SESSION);
            case "/session" -> session(context, checks.inBody(body));
            case "/gateway" -> session(context, checks.session(credential(headers, "Bearer ")));
            default -> secret(context, uri, headers);
        }
    }

    private void session(ChannelHandlerContext context, byte @Nullable [] token) {
        if (token == null) {
            write(context, false, SESSION);
        } else {
            store.compare(context, token, valid -> write(context, valid, SESSION));
        }
    }

    private void secret(ChannelHandlerContext context, String uri, HttpHeaders headers) {
        var value = SECRETS.get(uri);
        var caller = checks.isInternal(credential(headers, "Bearer "));
        if (value == null || !caller) {
            write(context, false, NOTHING);
            return;
        }
        var known = ETAG.contentEquals(headers.get(HttpHeaderNames.IF_NONE_MATCH, ""));
        var response =
                response(known ? HttpResponseStatus.NOT_MODIFIED : HttpResponseStatus.OK, known ? NOTHING : value);
        response.headers()
                .set(HttpHeaderNames.ETAG, ETAG)
                .set(REVISION, "1796000000000")
                .set(HttpHeaderNames.CACHE_CONTROL, NO_STORE);
        if (!known) {
            describe(response, value);
        }
        var _ = context.write(response, context.voidPromise());
    }

    private static void write(ChannelHandlerContext context, boolean valid, byte[] answer) {
        var content = valid ? answer : PROBLEM;
        var response = response(valid ? HttpResponseStatus.OK : HttpResponseStatus.UNAUTHORIZED, content);
        describe(response, content);
        var _ = context.write(response, context.voidPromise());
    }

    private static DefaultFullHttpResponse response(HttpResponseStatus status, byte[] content) {
        var unchecked = DefaultHttpHeadersFactory.headersFactory().withValidation(false);
        return new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(content), unchecked, unchecked);
    }

    private static void describe(DefaultFullHttpResponse response, byte[] content) {
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, JSON)
                .setInt(HttpHeaderNames.CONTENT_LENGTH, content.length);
    }

    private static String credential(HttpHeaders headers, String scheme) {
        var value = headers.get(HttpHeaderNames.AUTHORIZATION);
        return value != null && value.startsWith(scheme) ? value.substring(scheme.length()) : "";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
