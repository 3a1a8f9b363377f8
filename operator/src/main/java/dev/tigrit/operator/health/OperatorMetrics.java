package dev.tigrit.operator.health;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.DoubleSupplier;

/** What Prometheus sees; no label names a key or an owner's object, so the number of series does not grow with them. */
public final class OperatorMetrics {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    public final Timer pushes = Timer.builder("tigrit.operator.push")
            .description("Bundles that a replica has acknowledged, and how long each took")
            .register(registry);
    public final Counter pushFailures =
            counter("tigrit.operator.push.failures", "Replicas that could not be reached or refused");
    public final Counter stores = counter("tigrit.operator.bundle.stores", "Revisions that were stored");
    public final Counter passes = counter("tigrit.operator.passes", "Rounds of resolve, desire, apply, report");
    public final Counter failedPasses =
            counter("tigrit.operator.passes.failures", "Rounds that failed and were begun again");

    public OperatorMetrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    /** @param labels name, value, name, value */
    public void gauge(String name, String description, DoubleSupplier value, String... labels) {
        Gauge.builder(name, value::getAsDouble)
                .description(description)
                .tags(Tags.of(labels))
                .strongReference(true)
                .register(registry);
    }

    public String scrape() {
        return registry.scrape();
    }
}
