package dev.tigrit.local.chaos;

import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What callers saw of a fault.
 *
 * @param ended when the fault did, as {@link System#nanoTime()}
 * @param lost sessions, revocations and rows that were acknowledged and are gone
 * @param alerts that fired
 */
record Outcome(Fault fault, List<Seen> seen, long ended, int lost, Set<String> alerts) {

    /** An answer this late is one that people notice. */
    private static final Duration LATE = Duration.ofSeconds(1);

    List<Seen> wrong() {
        return seen.stream().filter(one -> one.verdict() == Seen.Verdict.WRONG).toList();
    }

    Set<Call> noticed() {
        return seen.stream()
                .filter(one -> !one.isRight())
                .map(Seen::call)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** From the end of the fault until the last call that failed. */
    Duration recovery() {
        var last = seen.stream()
                .filter(one -> !one.isRight())
                .mapToLong(Seen::ended)
                .max()
                .orElse(ended);
        return Duration.ofNanos(Math.max(0, last - ended));
    }

    String row() {
        return "| %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        fault.part(),
                        fault.what(),
                        answers(),
                        late(),
                        noticed().isEmpty() ? "" : seconds(recovery()),
                        lost == 0 ? "nothing" : lost,
                        String.join(", ", alerts));
    }

    /** Calls with the same answers together, each answer with how many of how many. */
    private String answers() {
        var byCall = new EnumMap<Call, TreeMap<String, Integer>>(Call.class);
        for (var one : seen) {
            if (!one.isRight()) {
                byCall.computeIfAbsent(one.call(), _ -> new TreeMap<>()).merge(one.answer(), 1, Integer::sum);
            }
        }
        var calls = new LinkedHashMap<Set<String>, Set<Call>>();
        byCall.forEach((call, answers) ->
                calls.computeIfAbsent(answers.keySet(), _ -> new TreeSet<>()).add(call));
        return calls.isEmpty()
                ? "nothing"
                : calls.entrySet().stream()
                        .map(group -> names(group.getValue()) + ": " + String.join(", ", group.getKey()) + " for "
                                + seconds(duration(group.getValue())))
                        .collect(Collectors.joining("; "));
    }

    private static String names(Set<Call> calls) {
        return calls.stream().map(call -> call.text).collect(Collectors.joining(", "));
    }

    /** From the first of their calls that failed to the last. */
    private Duration duration(Set<Call> calls) {
        var failed = seen.stream()
                .filter(one -> !one.isRight() && calls.contains(one.call()))
                .toList();
        return Duration.ofNanos(failed.stream().mapToLong(Seen::ended).max().orElseThrow()
                - failed.stream().mapToLong(Seen::begun).min().orElseThrow());
    }

    private String late() {
        Map<Call, Duration> slowest = new EnumMap<>(Call.class);
        for (var one : seen) {
            if (one.isRight() && one.took().compareTo(LATE) > 0) {
                slowest.merge(one.call(), one.took(), (a, b) -> a.compareTo(b) > 0 ? a : b);
            }
        }
        return slowest.isEmpty()
                ? ""
                : seconds(slowest.values().stream().max(Duration::compareTo).orElseThrow());
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }
}
