package dev.tigrit.bench.result;

/** What was measured. */
public enum Measure {
    /** CPU per request, theirs by ours: more is better. */
    COST,
    /** 99th percentile at half of the own maximum, ours by theirs: less is better. */
    LATENCY,
    /** From the start of the process to readiness, image by plain jar: less is better. */
    START,
    /** MiB resident after all calls: less is better. */
    MEMORY
}
