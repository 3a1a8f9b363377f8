package dev.tigrit.bench.result;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rows as tables. */
public final class Markdown {

    private Markdown() {}

    public static String of(Run run) {
        return "Measured " + run.date() + " on commit " + run.commit() + ": " + run.machine() + ", " + run.jdk() + ".\n"
                + table(
                        run,
                        Measure.COST,
                        "CPU per request, the other by ours (more is better)",
                        "| call | against | us | us of the other | quotient (rounds) | floor | aim |",
                        row -> cells(row, figure -> number(figure.cpuMicros())))
                + table(
                        run,
                        Measure.LATENCY,
                        "p99 at half of the own maximum, ours by raw (less is better)",
                        "| call | against | per second: p50, p99 ms | the other's | quotient (rounds) | floor | aim |",
                        row -> cells(
                                row,
                                figure -> "%.0f: %.2f, %.2f".formatted(figure.perSecond(), figure.p50(), figure.p99())))
                + table(
                        run,
                        Measure.START,
                        "Start to readiness, image by plain jar (less is better)",
                        "| service | against | quotient (rounds) | floor | aim |",
                        row -> "")
                + table(
                        run,
                        Measure.MEMORY,
                        "MiB resident after all calls (less is better)",
                        "| service | | MiB | floor | aim |",
                        row -> "");
    }

    /** One row, for the console. */
    public static String line(Row row) {
        return "%s, %s, against %s: %s"
                        .formatted(
                                row.measure().name().toLowerCase(Locale.ROOT), row.call(), row.against(), quotient(row))
                + (row.ours() == null ? "" : " " + row.ours() + " " + row.theirs());
    }

    private static String table(Run run, Measure measure, String title, String head, Function<Row, String> middle) {
        var rows = run.rows().stream().filter(row -> row.measure() == measure).toList();
        if (rows.isEmpty()) {
            return "";
        }
        return "\n" + title + ":\n\n" + head + "\n" + head.replaceAll("[^|]+", "---") + "\n"
                + rows.stream()
                        .map(row -> "| %s | %s |%s %s | %s | %s |\n"
                                .formatted(
                                        row.call(),
                                        row.against(),
                                        middle.apply(row),
                                        quotient(row),
                                        mark(row.floor()),
                                        mark(row.aim())))
                        .collect(Collectors.joining());
    }

    private static String cells(Row row, Function<Figure, String> figure) {
        return List.of(row.ours(), row.theirs()).stream()
                .map(figure)
                .map(text -> " " + text + " |")
                .collect(Collectors.joining());
    }

    private static String quotient(Row row) {
        var range = row.least() == row.most() ? "" : " (" + number(row.least()) + " - " + number(row.most()) + ")";
        return "**" + number(row.quotient()) + "**" + range;
    }

    private static String mark(double target) {
        return target == 0 ? "" : number(target);
    }

    static String number(double value) {
        return value >= 100 ? "%.0f".formatted(value) : value >= 10 ? "%.1f".formatted(value) : "%.2f".formatted(value);
    }
}
