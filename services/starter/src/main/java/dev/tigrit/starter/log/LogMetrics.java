package dev.tigrit.starter.log;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** {@code log.dropped}. */
public final class LogMetrics implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("log.dropped", this, LogMetrics::dropped)
                .description("log and audit lines that were dropped because standard output was not read fast enough")
                .register(registry);
    }

    private double dropped() {
        var queue = LogQueue.find();
        return queue == null ? 0 : queue.dropped();
    }
}
