package dev.tigrit.starter.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * All log output passes this queue, so that no thread that serves requests ever waits for whoever reads standard output. Lines are
 * encoded and written by one thread. What does not fit is dropped and counted. At the end of the process the rest is written, for
 * {@link #setMaxFlushTime} at most.
 *
 * <p>logback-spring.xml makes it.
 */
public final class LogQueue extends AsyncAppender {

    private static final String NAME = "QUEUE";

    /** An audit line is about 1 KB in memory: at most 8 MB. */
    private static final int LINES = 8_192;

    /** Lines with a stack trace or a long message, about 20 KB each: at most 5 MB of them. */
    private static final int LARGE_LINES = 256;

    private static final int LARGE = 2_048;

    /** The appender of the library drops silently when threads race for the last places; so many are never given away. */
    private static final int RACING = 64;

    private static final int FLUSH_MILLIS = 2_000;

    private final LongAdder dropped = new LongAdder();

    private volatile boolean ending;

    /** For logback. */
    public LogQueue() {
        setQueueSize(LINES + RACING);
        setDiscardingThreshold(0);
        setNeverBlock(true);
        setMaxFlushTime(FLUSH_MILLIS);
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
    protected void append(ILoggingEvent event) {
        var room = getRemainingCapacity() - RACING;
        if (room <= 0 || (room <= LINES - LARGE_LINES && isLarge(event))) {
            dropped.increment();
        } else {
            super.append(event);
        }
    }

    @Override
    public void stop() {
        ending = true;
        super.stop();
    }

    /** Spring Boot prints it: that the rest was not written would be said where nobody reads, and the process would never end. */
    @Override
    public void addWarn(String message) {
        if (!ending) {
            super.addWarn(message);
        }
    }

    /** A value that could change until it is written is written as it is now. */
    @Override
    protected void preprocess(ILoggingEvent event) {
        super.preprocess(event);
        var pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.replaceAll(LogQueue::fixed);
        }
    }

    private static KeyValuePair fixed(KeyValuePair pair) {
        return pair.value == null || pair.value instanceof String || pair.value instanceof Number
                ? pair
                : new KeyValuePair(pair.key, pair.value.toString());
    }

    private static boolean isLarge(ILoggingEvent event) {
        return event.getThrowableProxy() != null || event.getFormattedMessage().length() > LARGE;
    }
}
