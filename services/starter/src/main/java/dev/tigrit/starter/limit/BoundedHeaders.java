package dev.tigrit.starter.limit;

import io.netty.handler.codec.DefaultHeaders.NameValidator;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.TooLongHttpHeaderException;

/**
 * The fields of one request, at most so many. The decoder counts bytes only: a field of three bytes takes thirty times as much
 * memory once it is read. One more is answered 431 (RFC 6585 section 5).
 */
final class BoundedHeaders extends DefaultHttpHeaders {

    /** Browsers and proxies together send about thirty. */
    static final int MAX_FIELDS = 100;

    private final int limit;
    private int fields;

    private BoundedHeaders(NameValidator<CharSequence> names, int limit) {
        super(true, names);
        this.limit = limit;
    }

    static HttpHeadersFactory ofHead() {
        return new Factory(DefaultHttpHeadersFactory.headersFactory(), MAX_FIELDS);
    }

    /** Nobody here reads trailers. */
    static HttpHeadersFactory ofTrailer() {
        return new Factory(DefaultHttpHeadersFactory.trailersFactory(), 10);
    }

    @Override
    public HttpHeaders add(CharSequence name, Object value) {
        if (++fields > limit) {
            throw new TooLongHttpHeaderException("more than " + limit + " header fields");
        }
        return super.add(name, value);
    }

    private record Factory(DefaultHttpHeadersFactory rules, int limit) implements HttpHeadersFactory {

        @Override
        public HttpHeaders newHeaders() {
            return new BoundedHeaders(rules.getNameValidator(), limit);
        }

        @Override
        public HttpHeaders newEmptyHeaders() {
            return newHeaders();
        }
    }
}
