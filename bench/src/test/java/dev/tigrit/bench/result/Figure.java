package dev.tigrit.bench.result;

/**
 * Medians of the rounds of one server.
 *
 * @param cpuMicros CPU time of the whole process for a request
 * @param perSecond requests, or those of the fixed rate
 * @param p50 milliseconds
 * @param p99 likewise
 */
public record Figure(double cpuMicros, double perSecond, double p50, double p99) {}
