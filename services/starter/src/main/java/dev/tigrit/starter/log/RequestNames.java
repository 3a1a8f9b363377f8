package dev.tigrit.starter.log;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.MDC;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * What others call a request, in its lines: {@code trace.id} of a valid {@code traceparent} (W3C Trace Context) and
 * {@code http.request.id}, its {@code X-Request-Id}. They stand in lines that are written before a thread turns to something else, not in
 * those about an answer that came later.
 */
public final class RequestNames implements WebFilter {

    private static final String TRACE = "trace.id";
    private static final String REQUEST = "http.request.id";
    private static final Pattern TRACEPARENT =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?");
    private static final Pattern REQUEST_ID = Pattern.compile("([A-Za-z0-9._:/+=-]{1,128})");

    /** @param fields the values of a header field, in order */
    public static <T> T during(Function<String, List<String>> fields, Supplier<T> work) {
        put(fields);
        try {
            return work.get();
        } finally {
            clear();
        }
    }

    /** The second source is subscribed to when subscribing to the first one returns, whatever that comes to later. */
    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return Mono.defer(() -> {
            put(exchange.getRequest().getHeaders()::getOrEmpty);
            return Mono.whenDelayError(chain.filter(exchange), Mono.fromRunnable(RequestNames::clear));
        });
    }

    private static void put(Function<String, List<String>> fields) {
        put(TRACE, TRACEPARENT, fields.apply("traceparent"));
        put(REQUEST, REQUEST_ID, fields.apply("X-Request-Id"));
    }

    private static void put(String name, Pattern form, List<String> values) {
        var value = values.size() == 1 ? form.matcher(values.getFirst()) : null;
        if (value != null && value.matches()) {
            MDC.put(name, value.group(1));
        } else {
            // Of the request before, whose work was cancelled.
            MDC.remove(name);
        }
    }

    private static void clear() {
        MDC.remove(TRACE);
        MDC.remove(REQUEST);
    }
}
