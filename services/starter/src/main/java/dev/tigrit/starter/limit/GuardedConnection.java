package dev.tigrit.starter.limit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.PromiseNotifier;
import java.time.Duration;

/**
 * What one connection is doing, and for how long: it stands behind the HTTP codec, and {@link #firstBytes()} before it. Only the
 * connection's event loop touches it.
 */
final class GuardedConnection extends ChannelDuplexHandler {

    /** Requests read ahead of their answers. Clients that pipeline at all do it with a few. */
    static final int MAX_PIPELINED = 16;

    /** What is still read of a request that was answered before its end, and for how long. */
    private static final int MAX_LEFTOVER = 1024 * 1024;

    /** So many pieces of a body may be as small as one likes; more have to hold this many bytes on average. */
    private static final int FEW_PIECES = 512;

    private static final int BYTES_PER_PIECE = 64;

    private static final Duration LINGER = Duration.ofSeconds(1);

    private static final Duration FIRST_REQUEST = Duration.ofSeconds(3);

    private final Channel channel;
    private final ConnectionLimits.Deadlines deadlines;
    private final LoopConnections loop;
    private final Runnable whenGone;
    private final long openedAt;
    private final RequestBoundary boundary = new RequestBoundary();
    private int unanswered;
    private boolean arriving;
    private boolean served;
    /** Since when it has been arriving, or idle. */
    private long since;
    /** Since when something has been waiting to be written; meaningless while nothing is. */
    private long stalledSince;

    private boolean stalled;
    private int pieces;
    private long bodyBytes;
    private long held;
    private boolean late;
    private boolean lingering;
    private int leftover;
    private boolean ended;

    /** @param whenGone told once, when the connection is closed */
    GuardedConnection(Channel channel, ConnectionLimits.Deadlines deadlines, LoopConnections loop, Runnable whenGone) {
        this.channel = channel;
        this.deadlines = deadlines;
        this.loop = loop;
        this.whenGone = whenGone;
        this.openedAt = now();
        this.since = openedAt;
    }

    /**
     * For the place before the codec: a request begins with its first byte, not with its whole head. So the codec gets the bytes request
     * by request, also when one read brings several.
     */
    ChannelHandler firstBytes() {
        return new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                var bytes = (ByteBuf) message;
                var isCounted = false;
                while (!lingering && !ended && bytes.isReadable()) {
                    arrives();
                    // Also for the next request, when it begins in the buffer of the one before.
                    if (!isCounted || held == 0) {
                        isCounted = true;
                        hold(bytes.capacity());
                    }
                    if (ended) {
                        break;
                    }
                    var part = boundary.nextPart(bytes);
                    var isAll = part == bytes.readableBytes();
                    context.fireChannelRead(isAll ? bytes : bytes.readRetainedSlice(part));
                    if (isAll) {
                        if (!arriving && boundary.hasBegunAgain()) {
                            arrives();
                        }
                        return;
                    }
                }
                discard(bytes);
            }
        };
    }

    private void arrives() {
        if (!arriving) {
            arriving = true;
            since = now();
        }
    }

    /** A part of a buffer keeps all of it in memory. */
    private void hold(long bytes) {
        held += bytes;
        loop.hold(bytes);
    }

    private void letGo() {
        loop.letGo(held);
        held = 0;
    }

    /** Whether it is the client who is waited for: then it may be closed in favour of another one. */
    boolean isWaiting() {
        return !ended && (unanswered == 0 || arriving);
    }

    /**
     * One that has not sent its first request within three seconds goes first, then whichever has kept us waiting for longer: a new client
     * must not give way to many that were answered and are idle.
     */
    boolean goesBefore(GuardedConnection other) {
        return isSlowToBegin() == other.isSlowToBegin()
                ? waitedForSince() - other.waitedForSince() < 0
                : isSlowToBegin();
    }

    /** Whether the request that is arriving takes memory. */
    boolean isHolding() {
        return !ended && held > 0;
    }

    boolean hasArrivedForLongerThan(GuardedConnection other) {
        return since - other.since < 0;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        letGo();
        loop.remove(this);
        whenGone.run();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            unanswered++;
            pieces = 0;
            bodyBytes = 0;
            requireOneHost(request);
            boundary.headEnded(request);
            // Behind a chunked body its beginning was not seen.
            arrives();
        }
        if (unanswered > MAX_PIPELINED || (message instanceof HttpContent piece && isCrumbled(piece))) {
            end();
        }
        if (ended) {
            ReferenceCountUtil.release(message);
            return;
        }
        if (message instanceof HttpContent part) {
            boundary.bodyContinued(part);
        }
        if (message instanceof LastHttpContent last && last.decoderResult().isSuccess()) {
            boundary.requestEnded();
            letGo();
            arriving = false;
            since = now();
        }
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        var written = promise;
        if (late && message instanceof HttpResponse response) {
            response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        if (message instanceof LastHttpContent && !isInterim(message)) {
            unanswered = Math.max(0, unanswered - 1);
            served = true;
            if (!arriving) {
                since = now();
            }
            if (late) {
                written = promise.unvoid().addListener(_ -> end());
            }
        }
        super.write(context, message, written);
    }

    /**
     * Closes for writing only while the request is still arriving: with unread bytes the system would reset the connection, and the
     * client would never see why it was refused (RFC 9112 section 9.6).
     */
    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) throws Exception {
        if (arriving
                && !ended
                && channel instanceof DuplexChannel duplex
                && context.pipeline().get(SslHandler.class) == null) {
            lingering = true;
            since = now();
            var _ = PromiseNotifier.cascade(false, channel.closeFuture(), promise);
            var _ = duplex.shutdownOutput();
            channel.config().setAutoRead(true);
        } else {
            super.close(context, promise);
        }
    }

    private void discard(Object bytes) {
        leftover += ((ByteBuf) bytes).readableBytes();
        ReferenceCountUtil.release(bytes);
        if (leftover > MAX_LEFTOVER) {
            end();
        }
    }

    /** Ends it when a deadline is over; asked from time to time. */
    void look() {
        if (lingering) {
            if (isOver(since, LINGER)) {
                end();
            }
        } else if (arriving && isOver(since, deadlines.request())) {
            arriving = false;
            if (unanswered > 0) {
                late = true;
                letGo();
                channel.pipeline()
                        .context(this)
                        .fireChannelRead(new LateContent())
                        .fireChannelReadComplete();
            } else {
                end();
            }
        } else if (!arriving && unanswered == 0 && isOver(since, deadlines.idle())) {
            end();
        } else if (isStalled()) {
            end();
        }
    }

    void end() {
        ended = true;
        letGo();
        // Not through the pipeline: nothing is to be written any more.
        channel.unsafe().close(channel.voidPromise());
    }

    private boolean isSlowToBegin() {
        return !served && isOver(openedAt, FIRST_REQUEST);
    }

    /** A first byte alone makes no connection younger. */
    private long waitedForSince() {
        return served ? since : openedAt;
    }

    /** A chunk of one byte costs as much work and memory as a large one. */
    private boolean isCrumbled(HttpContent piece) {
        pieces++;
        bodyBytes += piece.content().readableBytes();
        return pieces > FEW_PIECES && bodyBytes < (long) pieces * BYTES_PER_PIECE;
    }

    /** The client takes nothing of what is written to it. */
    private boolean isStalled() {
        var waiting = channel.unsafe().outboundBuffer();
        if (waiting == null || waiting.totalPendingWriteBytes() == 0) {
            stalled = false;
            return false;
        }
        if (!stalled) {
            stalled = true;
            stalledSince = now();
        }
        return isOver(stalledSince, deadlines.write());
    }

    /** RFC 9112 section 3.2: 400 unless there is one. */
    private static void requireOneHost(HttpRequest request) {
        if (request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.decoderResult().isSuccess()
                && request.headers().getAll(HttpHeaderNames.HOST).size() != 1) {
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException("not one Host")));
        }
    }

    private static boolean isInterim(Object message) {
        return message instanceof HttpResponse response
                && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    }

    private boolean isOver(long start, Duration limit) {
        return now() - start >= limit.toNanos();
    }

    private long now() {
        return channel.eventLoop().ticker().nanoTime();
    }

    /**
     * Stands for the part of a body that did not arrive in time: whoever reads it gets a {@link ReadTimeoutException} and answers 408. An
     * exception in the pipeline would do so as well, but Reactor Netty logs each of those as an error, and a client must not fill the log.
     */
    private static final class LateContent extends DefaultHttpContent {

        private LateContent() {
            super(Unpooled.EMPTY_BUFFER);
            // Not a failure, and not a success: nobody takes it for a part that has arrived.
            setDecoderResult(DecoderResult.UNFINISHED);
        }

        @Override
        public ByteBuf content() {
            throw ReadTimeoutException.INSTANCE;
        }
    }
}
