package dev.tigrit.auth.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.tigrit.auth.origin.Address;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket for each address that failures came from, in bounded memory. A bucket is one number, the time at which it will
 * be full again (the generic cell rate algorithm, ITU-T I.371), and is forgotten once it is.
 */
public final class FailureLimit {

    private final Cache<Address, AtomicLong> buckets;
    private final Ticker ticker;
    private final long window;
    private final long interval;

    FailureLimit(int failures, Duration window, long maxAddresses, Ticker ticker) {
        this.ticker = ticker;
        this.window = window.toNanos();
        this.interval = Math.max(1, this.window / failures);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(maxAddresses)
                .expireAfterAccess(window)
                .ticker(ticker)
                .build();
    }

    /**
     * Notes a failure of this address.
     *
     * @return how long until the next one is let through, or null when this one is
     */
    public @Nullable Duration failed(Address client) {
        var now = ticker.read();
        var bucket = buckets.get(client, _ -> new AtomicLong(now));
        while (true) {
            var fullAt = bucket.get();
            var next = (fullAt - now < 0 ? now : fullAt) + interval;
            if (next - now > window) {
                return Duration.ofNanos(next - now - window);
            }
            if (bucket.compareAndSet(fullAt, next)) {
                return null;
            }
        }
    }

    /** Addresses that are remembered now. */
    long size() {
        return buckets.estimatedSize();
    }

    /** Does at once what is otherwise done beside the requests. */
    void cleanUp() {
        buckets.cleanUp();
    }
}
