package dev.tigrit.auth.forwardauth;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import reactor.netty.NettyPipeline;

/**
 * Drops what follows the path before anybody parses it. Gateways append the original request's path and query there; browsers
 * send characters in them that are no URI by RFC 3986, and the server would answer 400 to a good credential.
 */
@ChannelHandler.Sharable
final class ForwardAuthPath extends ChannelInboundHandlerAdapter {

    static final String PREFIX = "/v1/forward-auth";

    /** Adds this to a connection of the server. */
    void install(Channel connection) {
        // HTTP/2 has no codec here; it is off.
        if (connection.pipeline().get(NettyPipeline.HttpCodec) != null) {
            connection.pipeline().addAfter(NettyPipeline.HttpCodec, "forward-auth-path", this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && covers(withoutAuthority(request.uri()))) {
            request.setUri(PREFIX);
        }
        context.fireChannelRead(message);
    }

    /** A proxy may send the absolute form (RFC 9112 section 3.2.2). */
    private static String withoutAuthority(String target) {
        var scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        var path = scheme < 0 ? -1 : target.indexOf('/', scheme + 3);
        return path < 0 ? target : target.substring(path);
    }

    /** Whether the raw path or request target is this path or one below it. */
    static boolean covers(String target) {
        return target.startsWith(PREFIX)
                && (target.length() == PREFIX.length() || "/?;#".indexOf(target.charAt(PREFIX.length())) >= 0);
    }
}
