package dev.tigrit.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A job being done. All of it happens on one event loop, so nothing here is synchronized. */
final class Burst {

    /** A fixed rate that the server cannot hold ends after this multiple of its time. */
    private static final int PATIENCE = 3;

    /** Nanoseconds; a timer for each request would keep the generator's core busy, and Redis is on it too. */
    private static final long TIMER = 50_000;

    private final Job job;
    private final EventLoop loop;
    private final CompletableFuture<Report> report = new CompletableFuture<>();
    private final List<Channel> channels = new ArrayList<>();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();

    /** When requests were due that no connection was free for. */
    private final ArrayDeque<Long> waiting = new ArrayDeque<>();

    private final List<String> bodies = new ArrayList<>();
    private long[] latencies = new long[1 << 16];
    private int answers;
    private long sent;
    private long scheduled;
    private long wrong;
    private String wrongSample = "";
    private long started;
    private long deadline;
    private long last;

    private Burst(Job job, EventLoop loop) {
        this.job = job;
        this.loop = loop;
    }

    static CompletableFuture<Report> start(Job job, EventLoop loop) {
        var burst = new Burst(job, loop);
        loop.execute(burst::connect);
        return burst.report;
    }

    private void connect() {
        var bootstrap = new Bootstrap()
                .group(loop)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new Connection(Burst.this, channel));
                    }
                });
        for (var i = 0; i < job.connections(); i++) {
            bootstrap.connect("127.0.0.1", job.port()).addListener((ChannelFuture done) -> {
                if (done.isSuccess()) {
                    connected(done.channel());
                } else {
                    fail(done.cause());
                }
            });
        }
    }

    private void connected(Channel channel) {
        channels.add(channel);
        idle.add(channel.pipeline().get(Connection.class));
        if (channels.size() == job.connections()) {
            started = System.nanoTime();
            deadline = started + (long) (job.seconds() * 1e9);
            last = started;
            if (job.rate() > 0) {
                tick();
            } else {
                var free = List.copyOf(idle);
                idle.clear();
                free.forEach(this::next);
            }
        }
    }

    private void tick() {
        sendDue();
        if (due() < deadline && !report.isDone()) {
            var _ = loop.schedule(this::tick, Math.max(TIMER, due() - System.nanoTime()), TimeUnit.NANOSECONDS);
        } else {
            finishIfIdle();
        }
    }

    /** Called by the timer, and whenever a connection is free. */
    private void sendDue() {
        var now = System.nanoTime();
        for (var due = due(); due <= now && due < deadline; due = due()) {
            waiting.add(due);
            scheduled++;
        }
        var late = now >= started + PATIENCE * (deadline - started);
        while (!late && !waiting.isEmpty() && !idle.isEmpty()) {
            send(idle.remove(), waiting.remove());
        }
    }

    private long due() {
        return started + (long) (scheduled * 1e9 / job.rate());
    }

    /** What a free connection does. */
    private void next(Connection connection) {
        if (job.rate() == 0 && System.nanoTime() < deadline && !complete()) {
            send(connection, System.nanoTime());
            return;
        }
        idle.add(connection);
        if (job.rate() > 0) {
            sendDue();
        }
        finishIfIdle();
    }

    private boolean complete() {
        return job.requests().limit() > 0 && sent >= job.requests().limit();
    }

    private void send(Connection connection, long due) {
        connection.send(job.requests(), sent++, due);
    }

    void answered(Connection connection, long due, Answer answer) {
        last = System.nanoTime();
        if (answers == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * answers);
        }
        latencies[answers++] = last - due;
        if (answer.status() != job.status()) {
            wrong++;
            wrongSample = answer.status() + " " + answer.text();
        }
        if (job.collect()) {
            bodies.add(answer.text());
        }
        next(connection);
    }

    private void finishIfIdle() {
        if (idle.size() == channels.size() && (job.rate() == 0 || due() >= deadline)) {
            // Requests that were never sent are the worst of all.
            wrong += waiting.size();
            close();
            report.complete(new Report(
                    answers,
                    wrong,
                    wrongSample,
                    (last - started) / 1e9,
                    Report.quantiles(latencies, answers),
                    List.copyOf(bodies)));
        }
    }

    void fail(Throwable cause) {
        if (report.completeExceptionally(cause)) {
            close();
        }
    }

    private void close() {
        for (var channel : channels) {
            var _ = channel.close();
        }
    }

    boolean isDone() {
        return report.isDone();
    }
}
