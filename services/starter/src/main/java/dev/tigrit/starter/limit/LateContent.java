package dev.tigrit.starter.limit;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;

/**
 * Stands for the part of a body that did not arrive in time: whoever reads it gets a {@link ReadTimeoutException} and answers 408. An
 * exception in the pipeline would do so as well, but Reactor Netty logs each of those as an error, and a client must not fill the log.
 */
final class LateContent extends DefaultHttpContent {

    LateContent() {
        super(Unpooled.EMPTY_BUFFER);
    }

    @Override
    public ByteBuf content() {
        throw ReadTimeoutException.INSTANCE;
    }
}
