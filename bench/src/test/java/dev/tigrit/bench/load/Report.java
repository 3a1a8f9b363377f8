package dev.tigrit.bench.load;

import java.util.Arrays;
import java.util.List;

/**
 * What a burst saw.
 *
 * @param answers all of them, also the wrong ones
 * @param wrong answers with another status
 * @param wrongSample one of those, or empty
 * @param seconds from the first request to the last answer
 * @param latency microseconds by {@link #QUANTILES}; at a fixed rate counted from when the request was due
 * @param bodies of the answers, if they were asked for
 */
public record Report(
        long answers, long wrong, String wrongSample, double seconds, List<Double> latency, List<String> bodies) {

    public static final List<Double> QUANTILES = List.of(0.5, 0.9, 0.99, 0.999, 1.0);

    public double perSecond() {
        return answers / seconds;
    }

    public double median() {
        return latency.get(0);
    }

    public double p99() {
        return latency.get(2);
    }

    /** Exact, by sorting: a burst has well below a million answers. */
    static List<Double> quantiles(long[] nanos, int count) {
        var sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return QUANTILES.stream()
                .map(q -> count == 0 ? 0 : sorted[Math.max(0, (int) Math.ceil(q * count) - 1)] / 1000.0)
                .toList();
    }
}
