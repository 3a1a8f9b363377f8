package dev.tigrit.operator.push;

import java.time.Duration;

/** What happens on the way to replicas, told on their threads. */
public interface PushEvents {

    /** A replica has answered for the first time, or is ahead of what it was sent. */
    void reported();

    /** What a replica is known to serve has changed. */
    void acknowledged();

    /** @param took from the first byte sent to the answer */
    void pushed(Duration took);

    void failed();

    /** A replica does not know what this operator's token is signed by. */
    void untrusted();
}
