package dev.tigrit.starter.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * All log output passes this queue, so that no thread that serves requests ever waits for whoever reads standard output. One thread
 * encodes the lines and writes all that there are at once, {@value #PAUSE_MILLIS} ms after the first of them: a wake-up and a system
 * call for each line cost more than the line. What does not fit is dropped and counted. At the end of the process the rest is
 * written, for {@value #FLUSH_MILLIS} ms at most.
 *
 * <p>logback-spring.xml makes it.
 */
public final class LogQueue extends UnsynchronizedAppenderBase<ILoggingEvent> {

    private static final String NAME = "QUEUE";

    /** An audit line is about 1 KB in memory: at most 8 MB. */
    private static final int LINES = 8_192;

    /** Lines with a stack trace or a long message, about 20 KB each: at most 5 MB of them. */
    private static final int LARGE_LINES = 256;

    private static final int LARGE = 2_048;

    private static final int BATCH = 256;
    private static final int PAUSE_MILLIS = 10;
    private static final int FLUSH_MILLIS = 2_000;

    private final BlockingQueue<ILoggingEvent> lines = new ArrayBlockingQueue<>(LINES);
    private final LongAdder dropped = new LongAdder();
    private final Thread writer = Thread.ofPlatform().name("log").daemon().unstarted(this::run);
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable Encoder<ILoggingEvent> encoder;

    /** For logback. */
    public void setEncoder(Encoder<ILoggingEvent> encoder) {
        this.encoder = encoder;
    }

    /** {@code log.dropped}; zero where logback is configured in another way, as in tests without Spring. */
    public static void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("log.dropped", LogQueue.class, _ -> droppedByThisProcess())
                .description("log and audit lines that were dropped because standard output was not read fast enough")
                .register(registry);
    }

    private static long droppedByThisProcess() {
        return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                        && context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(NAME) instanceof LogQueue queue
                ? queue.dropped.sum()
                : 0;
    }

    @Override
    public void start() {
        super.start();
        writer.start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        var pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.replaceAll(LogQueue::fixed);
        }
        var isFull = lines.remainingCapacity() <= LINES - LARGE_LINES && isLarge(event);
        if (isFull || !lines.offer(event)) {
            dropped.increment();
        }
    }

    /** A value that could change until it is written is written as it is now. */
    private static KeyValuePair fixed(KeyValuePair pair) {
        return pair.value == null || pair.value instanceof String || pair.value instanceof Number
                ? pair
                : new KeyValuePair(pair.key, pair.value.toString());
    }

    private static boolean isLarge(ILoggingEvent event) {
        return event.getThrowableProxy() != null || event.getFormattedMessage().length() > LARGE;
    }

    private void run() {
        var batch = new ArrayList<ILoggingEvent>(BATCH);
        try {
            while (true) {
                batch.add(lines.take());
                if (lines.size() < BATCH) {
                    Thread.sleep(PAUSE_MILLIS);
                }
                lines.drainTo(batch, BATCH - 1);
                write(batch);
                batch.clear();
            }
        } catch (InterruptedException _) {
            lines.drainTo(batch);
            write(batch);
        }
    }

    private void write(List<ILoggingEvent> batch) {
        bytes.reset();
        for (var event : batch) {
            try {
                bytes.writeBytes(encoder == null ? new byte[0] : encoder.encode(event));
            } catch (RuntimeException _) {
                // Of a value's own text. The other lines are not lost with it.
                dropped.increment();
            }
        }
        try {
            bytes.writeTo(System.out);
        } catch (IOException _) {
            // Not of a PrintStream.
        }
        System.out.flush();
    }

    @Override
    public void stop() {
        super.stop();
        writer.interrupt();
        try {
            writer.join(FLUSH_MILLIS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
