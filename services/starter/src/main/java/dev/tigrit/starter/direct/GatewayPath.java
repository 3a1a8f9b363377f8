package dev.tigrit.starter.direct;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import java.util.function.Function;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/**
 * An address and all below it as one. What follows is dropped before anybody parses it: gateways append the original request's
 * path and query there; browsers send characters in them that are no URI by RFC 3986, and the server would answer 400 to a good
 * credential.
 */
@ChannelHandler.Sharable
final class GatewayPath extends ChannelInboundHandlerAdapter implements NettyServerCustomizer {

    private final String prefix;

    /** @param prefix a path without a slash at its end */
    GatewayPath(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnChannelInit((_, connection, _) -> install(connection));
    }

    /**
     * Answers these requests before any router looks at them: a router would refuse methods, encoded slashes or CORS preflights by
     * rules of its own. To be ordered before every other filter.
     */
    WebFilter toFilter(Function<ServerWebExchange, Mono<Void>> answer) {
        return (exchange, chain) -> {
            if (!covers(exchange.getRequest().getPath().value())) {
                return chain.filter(exchange);
            }
            ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                    .ifPresent(context -> context.setPathPattern(prefix));
            exchange.getResponse().getHeaders().setCacheControl("no-store");
            return answer.apply(exchange);
        };
    }

    /** Whether the raw path or request target is this address or one below it. */
    private boolean covers(String target) {
        return target.startsWith(prefix)
                && (target.length() == prefix.length() || "/?;#".indexOf(target.charAt(prefix.length())) >= 0);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request && covers(withoutAuthority(request.uri()))) {
            request.setUri(prefix);
        }
        context.fireChannelRead(message);
    }

    private void install(Channel connection) {
        // HTTP/2 has no codec here; it is off.
        if (connection.pipeline().get(NettyPipeline.HttpCodec) != null) {
            connection.pipeline().addAfter(NettyPipeline.HttpCodec, prefix, this);
        }
    }

    /** A proxy may send the absolute form (RFC 9112 section 3.2.2). */
    private static String withoutAuthority(String target) {
        var scheme = target.startsWith("/") ? -1 : target.indexOf("://");
        var path = scheme < 0 ? -1 : target.indexOf('/', scheme + 3);
        return path < 0 ? target : target.substring(path);
    }
}
