package dev.tigrit.bench.server;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.resource.DefaultClientResources;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/**
 * The baseline: Netty with its HTTP/1.1 codec on one epoll loop, and at each address the least that the call of the service has to
 * do. Arguments: port, port of Redis, file of the {@link Credentials}.
 */
public final class RawServer {

    private RawServer() {}

    public static void main(String[] arguments) throws InterruptedException, GeneralSecurityException {
        var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        var resources = DefaultClientResources.builder()
                .eventLoopGroupProvider(new SharedLoop(loop))
                .build();
        var redis = RedisClient.create(resources, RedisURI.create("127.0.0.1", Integer.parseInt(arguments[1])))
                .connect(ByteArrayCodec.INSTANCE);
        // The handlers flush, once for all commands of a turn of the loop.
        redis.setAutoFlushCommands(false);
        var checks = new RawChecks(Credentials.read(Path.of(arguments[2])));
        var store = new RawStore(redis);
        new ServerBootstrap()
                .group(loop)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 1024)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new RawHandler(checks, store));
                    }
                })
                .bind("127.0.0.1", Integer.parseInt(arguments[0]))
                .sync()
                .channel()
                .closeFuture()
                .sync();
    }
}
