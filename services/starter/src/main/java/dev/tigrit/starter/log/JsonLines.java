package dev.tigrit.starter.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import co.elastic.logging.JsonUtils;
import co.elastic.logging.logback.EcsEncoder;

/**
 * One JSON object a line in Elastic's common schema. The library's encoder leaves out key-values, which are what an audit line is
 * about.
 */
public final class JsonLines extends EcsEncoder {

    @Override
    protected void addCustomFields(ILoggingEvent event, StringBuilder line) {
        var pairs = event.getKeyValuePairs();
        if (pairs == null) {
            return;
        }
        for (var pair : pairs) {
            line.append('"');
            JsonUtils.quoteAsString(pair.key, line);
            line.append("\":");
            append(pair.value, line);
            line.append(',');
        }
    }

    private static void append(Object value, StringBuilder line) {
        if (value == null || value instanceof Integer || value instanceof Long) {
            line.append(value);
        } else {
            line.append('"');
            JsonUtils.quoteAsString(value.toString(), line);
            line.append('"');
        }
    }
}
