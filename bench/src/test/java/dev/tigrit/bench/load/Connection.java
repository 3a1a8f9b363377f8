package dev.tigrit.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One connection of a burst: sends a request, and reports its answer. */
final class Connection extends ChannelInboundHandlerAdapter {

    private final Burst burst;
    private final Channel channel;
    private @Nullable ByteBuf rest;
    private long due;

    Connection(Burst burst, Channel channel) {
        this.burst = burst;
        this.channel = channel;
    }

    void send(Requests requests, long count, long due) {
        this.due = due;
        var wire = requests.wire().get((int) (count % requests.wire().size()));
        var out = channel.alloc().directBuffer(wire.length).writeBytes(wire);
        if (requests.number() >= 0) {
            var number = requests.first() + count;
            for (var i = Requests.NUMBER.length() - 1; i >= 0; i--, number /= 10) {
                out.setByte(requests.number() + i, (int) ('0' + number % 10));
            }
        }
        var _ = channel.writeAndFlush(out, channel.voidPromise());
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var in = (ByteBuf) message;
        if (rest != null) {
            in = context.alloc().directBuffer().writeBytes(rest).writeBytes(in);
            rest.release();
            ((ByteBuf) message).release();
            rest = null;
        }
        var answer = Answer.read(in);
        if (answer == null) {
            rest = in;
        } else {
            burst.answered(this, due, answer);
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!burst.isDone()) {
            burst.fail(new IOException("the server closed a connection"));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        burst.fail(cause);
    }
}
