package dev.tigrit.auth.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Counts each decision at once and leaves its line to {@link #write}: an appender takes a lock and waits for its output, and no
 * request should.
 */
public final class Audit implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger("audit");

    /** Some seconds of a busy replica, about 20 MB; beyond that the output does not keep up and lines are lost and counted. */
    private static final int MOST_LINES = 65_536;

    private final Queue<AuditLine> lines = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final CredentialDigest digest;
    private final DecisionMetrics metrics;
    private final Counter lost;

    Audit(CredentialDigest digest, MeterRegistry registry) {
        this.digest = digest;
        this.metrics = new DecisionMetrics(registry);
        this.lost = Counter.builder("auth.audit.lost")
                .description("audit lines that were dropped because the log output did not keep up")
                .register(registry);
    }

    /** Neither blocks nor fails. */
    public void note(Decided decided) {
        metrics.count(decided);
        if (!log.isInfoEnabled()) {
            return;
        }
        if (waiting.incrementAndGet() > MOST_LINES) {
            waiting.decrementAndGet();
            lost.increment();
        } else {
            lines.add(AuditLine.of(decided, digest.of(decided)));
        }
    }

    /** Writes what is waiting, off the threads that serve requests. */
    Mono<Void> write() {
        return Mono.<Void>fromRunnable(this::drain).subscribeOn(Schedulers.boundedElastic());
    }

    /** The last lines of a process that ends in order. */
    @Override
    public void close() {
        drain();
    }

    private void drain() {
        for (var line = lines.poll(); line != null; line = lines.poll()) {
            waiting.decrementAndGet();
            line.writeTo(log);
        }
    }
}
