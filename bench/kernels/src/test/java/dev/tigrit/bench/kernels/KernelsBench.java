package dev.tigrit.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Prints JMH's table. {@code make bench BENCH=kernels} runs it. */
class KernelsBench {

    @Test
    void credentialsAndTokens() throws RunnerException {
        var options = new OptionsBuilder()
                .include(getClass().getPackageName())
                .mode(Mode.AverageTime)
                .timeUnit(TimeUnit.MICROSECONDS)
                .forks(3)
                .warmupIterations(5)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(5)
                .measurementTime(TimeValue.seconds(1))
                .jvmArgs("-XX:+UseSerialGC", "-Xmx256m")
                .shouldFailOnError(true)
                .build();

        assertThat(new Runner(options).run()).isNotEmpty();
    }
}
