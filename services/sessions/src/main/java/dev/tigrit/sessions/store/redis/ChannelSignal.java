package dev.tigrit.sessions.store.redis;

import java.nio.ByteBuffer;

/** What a subscriber of a channel hears. */
public sealed interface ChannelSignal {

    /** @param payload the bytes that were published; for this subscriber to read */
    record Message(ByteBuffer payload) implements ChannelSignal {}

    /** Messages may have been missed, or this is the beginning. */
    record Gap() implements ChannelSignal {}
}
