package dev.tigrit.auth.decision;

import dev.tigrit.auth.decision.Decided.Result;
import dev.tigrit.auth.identity.Identity.Method;
import dev.tigrit.auth.identity.Reason;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What is written of a decision: a constant message and these values. Nothing in it can start another line or pass for another
 * value.
 */
record AuditLine(
        Instant at,
        String operation,
        Method method,
        Result result,
        @Nullable Reason reason,
        @Nullable String issuer,
        @Nullable String bot,
        @Nullable String userId,
        @Nullable String caller,
        String credential) {

    private static final int LONGEST = 160;

    static AuditLine of(Decided decided, String digest) {
        var identity = decided.identity();
        return new AuditLine(
                decided.at(),
                decided.operation(),
                decided.method(),
                decided.result(),
                decided.reason(),
                identity == null ? null : identity.issuer(),
                identity == null ? null : identity.bot(),
                identity == null ? null : identity.userId(),
                decided.caller(),
                digest);
    }

    void writeTo(Logger log) {
        var event = log.atInfo()
                .addKeyValue("at", at)
                .addKeyValue("operation", operation)
                .addKeyValue("method", lower(method))
                .addKeyValue("result", lower(result))
                .addKeyValue("credential", credential);
        event = with(event, "reason", reason == null ? null : lower(reason));
        event = with(event, "issuer", issuer);
        event = with(event, "bot", bot);
        event = with(event, "user_id", userId == null ? null : plain(userId));
        event = with(event, "caller", caller == null ? null : plain(caller));
        event.log("credential decision");
    }

    private static LoggingEventBuilder with(LoggingEventBuilder event, String key, @Nullable String value) {
        return value == null ? event : event.addKeyValue(key, value);
    }

    /**
     * Letters, digits and a few signs as they are, anything else as {@code \}{@code uXXXX}: no line break, quote, terminal sequence
     * or bidirectional control that somebody chose reaches the log.
     */
    static String plain(String text) {
        var plain = new StringBuilder(Math.min(text.length(), LONGEST));
        for (var i = 0; i < text.length() && plain.length() < LONGEST; i++) {
            var c = text.charAt(i);
            if (Character.isLetterOrDigit(c) || "-_.:/@|+~".indexOf(c) >= 0) {
                plain.append(c);
            } else {
                plain.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            }
        }
        return plain.toString();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
