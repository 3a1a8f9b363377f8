package dev.tigrit.testkit;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** Everything that a logger writes, at any level, while this is open: messages, key-values, exceptions. */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private final Queue<ILoggingEvent> events = new ConcurrentLinkedQueue<>();
    private final List<Logger> loggers;

    private LogLines(List<Logger> loggers) {
        this.loggers = loggers;
    }

    public static LogLines of(String... names) {
        var lines = new LogLines(List.of(names).stream()
                .map(name -> (Logger) LoggerFactory.getLogger(name))
                .toList());
        lines.start();
        for (var logger : lines.loggers) {
            logger.setLevel(Level.TRACE);
            logger.addAppender(lines);
        }
        return lines;
    }

    @Override
    protected void append(ILoggingEvent event) {
        event.prepareForDeferredProcessing();
        events.add(event);
    }

    /** As {@code logger message key=value...}, an exception with its causes behind it. */
    public List<String> lines() {
        return events.stream().map(LogLines::line).toList();
    }

    private static String line(ILoggingEvent event) {
        var pairs = event.getKeyValuePairs() == null
                ? ""
                : event.getKeyValuePairs().stream()
                        .map(pair -> " " + pair.key + "=" + pair.value)
                        .collect(Collectors.joining());
        var line = new StringBuilder(event.getLoggerName() + " " + event.getFormattedMessage() + pairs);
        for (var thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
            line.append(' ').append(thrown.getClassName()).append(' ').append(thrown.getMessage());
        }
        return line.toString();
    }

    @Override
    public void close() {
        for (var logger : loggers) {
            logger.detachAppender(this);
            logger.setLevel(null);
        }
        stop();
    }
}
