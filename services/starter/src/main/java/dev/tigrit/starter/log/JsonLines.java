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
            append(pair.key, line);
            line.append(':');
            append(pair.value, line);
            line.append(',');
        }
    }

    private static void append(Object value, StringBuilder line) {
        if (value == null || value instanceof Integer || value instanceof Long) {
            line.append(value);
        } else {
            var text = value.toString();
            line.append('"');
            if (isPlain(text)) {
                line.append(text);
            } else {
                JsonUtils.quoteAsString(text, line);
            }
            line.append('"');
        }
    }

    /** The library's escaping copies each character for itself, and most values have nothing to escape. */
    private static boolean isPlain(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
