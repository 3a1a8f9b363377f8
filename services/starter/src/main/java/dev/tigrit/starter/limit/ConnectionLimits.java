package dev.tigrit.starter.limit;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpRequestDecoderSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * The limits of one server, HTTP/1.1: the number of its connections, the fields of a head, one Host, and deadlines. When it is full,
 * a new connection takes the place of the one that has kept the server waiting for the longest, so that who holds many of them open
 * keeps nobody out; when every one is being answered, the new one is closed. In the same way the longest lasting request is closed when
 * requests take too much memory while they arrive.
 */
public final class ConnectionLimits {

    /**
     * Netty accepts 16 connections, then serves what has come on others: a burst stays in the kernel's queue, and once that is full,
     * the kernel drops new connections, whose clients try again after seconds.
     */
    private static final int ACCEPTED_AT_A_TIME = 256;

    private final int maxConnections;
    private final int maxPerPeer;
    private final long maxArriving;
    private final Deadlines deadlines;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong shed = new AtomicLong();
    private final Map<InetAddress, Integer> peers = new ConcurrentHashMap<>();
    private final Map<EventLoop, LoopConnections> loops = new ConcurrentHashMap<>();

    /**
     * @param maxPerPeer connections from one address, 0 for any number
     * @param maxArriving bytes of memory that requests may take on one event loop while they arrive
     */
    public ConnectionLimits(int maxConnections, int maxPerPeer, long maxArriving, Deadlines deadlines) {
        this.maxConnections = maxConnections;
        this.maxPerPeer = maxPerPeer;
        this.maxArriving = maxArriving;
        this.deadlines = deadlines;
    }

    /** The server with these limits; to be called after its request decoder was configured. */
    public HttpServer on(HttpServer server) {
        var decoder = server.configuration().decoder();
        return server.option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(ACCEPTED_AT_A_TIME))
                // What is read ahead of a slow service, for each connection. Netty's own limit is 16 times 64 KB.
                .childOption(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(64, 2 * 1024, 16 * 1024).maxMessagesPerRead(2))
                .doOnChannelInit((_, channel, _) -> admit(channel, decoder));
    }

    int open() {
        return open.get();
    }

    /** Bytes that requests take while they arrive. */
    long arriving() {
        return loops.values().stream().mapToLong(LoopConnections::held).sum();
    }

    /** @param server its name, a label */
    public void bindTo(MeterRegistry registry, String server) {
        Gauge.builder("http.server.connections", open, AtomicInteger::get)
                .description("Open connections")
                .tag("server", server)
                .register(registry);
        Gauge.builder("http.server.arriving", this, ConnectionLimits::arriving)
                .description("Memory of the requests that are arriving")
                .baseUnit("bytes")
                .tag("server", server)
                .register(registry);
        FunctionCounter.builder("http.server.connections.shed", shed, AtomicLong::get)
                .description("Connections closed because there were too many, or too much was arriving on them")
                .tag("server", server)
                .register(registry);
    }

    private void admit(Channel channel, HttpRequestDecoderSpec decoder) {
        var address =
                maxPerPeer > 0 && channel.remoteAddress() instanceof InetSocketAddress inet ? inet.getAddress() : null;
        var loop = loops.computeIfAbsent(
                channel.eventLoop(), used -> new LoopConnections(used, maxArriving, shed::incrementAndGet));
        var connection = new GuardedConnection(channel, deadlines, loop, () -> forget(address));
        if (!isWithinLimits(address, loop)) {
            forget(address);
            connection.end();
            return;
        }
        loop.add(connection);
        var pipeline = channel.pipeline();
        pipeline.replace(NettyPipeline.HttpCodec, NettyPipeline.HttpCodec, codec(decoder));
        pipeline.addBefore(NettyPipeline.HttpCodec, "firstBytes", connection.firstBytes());
        pipeline.addAfter(NettyPipeline.HttpCodec, "guardedConnection", connection);
    }

    private boolean isWithinLimits(@Nullable InetAddress peer, LoopConnections loop) {
        var isFull = open.incrementAndGet() > maxConnections;
        var hasTooMany = peer != null && peers.merge(peer, 1, Integer::sum) > maxPerPeer;
        if (isFull || hasTooMany) {
            shed.incrementAndGet();
        }
        return !hasTooMany && (!isFull || loop.makeRoom());
    }

    private void forget(@Nullable InetAddress peer) {
        open.decrementAndGet();
        if (peer != null) {
            peers.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /** The one that Reactor Netty makes, with bounded fields. */
    private static HttpServerCodec codec(HttpRequestDecoderSpec decoder) {
        return new HttpServerCodec(new HttpDecoderConfig()
                .setMaxInitialLineLength(decoder.maxInitialLineLength())
                .setMaxHeaderSize(decoder.maxHeaderSize())
                .setInitialBufferSize(decoder.initialBufferSize())
                .setAllowDuplicateContentLengths(decoder.allowDuplicateContentLengths())
                .setAllowPartialChunks(decoder.allowPartialChunks())
                .setHeadersFactory(BoundedHeaders.ofHead())
                .setTrailersFactory(BoundedHeaders.ofTrailer()));
    }

    /**
     * How long a server waits for a client.
     *
     * @param request from its first byte to its last, after the head 408
     * @param idle between two requests, and before the first
     * @param write until the client has taken all of what was written to it
     */
    public record Deadlines(Duration request, Duration idle, Duration write) {

        /** For requests of a few KB. */
        public static Deadlines ofSmallRequests() {
            return ofRequests(Duration.ofSeconds(10));
        }

        public static Deadlines ofRequests(Duration request) {
            return new Deadlines(request, Duration.ofSeconds(60), Duration.ofSeconds(30));
        }
    }

    /**
     * What the main port takes.
     *
     * @param maxConnections open ones to the main port, beyond which a new one replaces the one that has been idle for the
     *     longest; 0 for one for each 96 KB of heap, which is what a connection can take at most
     * @param maxConnectionsPerPeer open ones from one address; 0 for any number, because behind an ingress all come from a few
     */
    @ConfigurationProperties("tigrit.server")
    public record Properties(
            @DefaultValue("0") int maxConnections,
            @DefaultValue("0") int maxConnectionsPerPeer) {

        private static final long HEAP_PER_CONNECTION = 96 * 1024;

        /** Requests may take an eighth of the heap's size in direct memory while they arrive, which is as large as the heap. */
        private static final int ARRIVING_SHARE = 8;

        /** Of one event loop, where there are many: several of the largest bodies that a contract allows. */
        private static final long MIN_ARRIVING = 1024 * 1024;

        public Properties {
            if (maxConnections < 0 || maxConnectionsPerPeer < 0) {
                throw new IllegalStateException(
                        "tigrit.server.max-connections and tigrit.server.max-connections-per-peer cannot be negative");
            }
        }

        public ConnectionLimits toLimits() {
            var heap = Runtime.getRuntime().maxMemory();
            var byHeap = Math.toIntExact(heap / HEAP_PER_CONNECTION);
            return new ConnectionLimits(
                    maxConnections == 0 ? byHeap : maxConnections,
                    maxConnectionsPerPeer,
                    Math.max(MIN_ARRIVING, heap / ARRIVING_SHARE / LoopResources.DEFAULT_IO_WORKER_COUNT),
                    Deadlines.ofSmallRequests());
        }
    }
}
