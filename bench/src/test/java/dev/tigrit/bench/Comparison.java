package dev.tigrit.bench;

import dev.tigrit.bench.load.Job;
import dev.tigrit.bench.load.Report;
import dev.tigrit.bench.load.Requests;
import dev.tigrit.bench.process.Load;
import dev.tigrit.bench.process.Pinned;
import dev.tigrit.bench.process.Servers;
import dev.tigrit.bench.result.Figure;
import dev.tigrit.bench.result.Measure;
import dev.tigrit.bench.result.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Rounds of one cell: each server in turn, so that whatever else the machine does meets all of them. */
final class Comparison {

    private static final int ROUNDS = 5;
    private static final double SECONDS = 1.5;
    private static final int LATENCY_ROUNDS = 3;
    private static final double LATENCY_SECONDS = 2;

    /** Warm when the compilers rest: when they take less than this share of a core, or after the last of these bursts. */
    private static final double RESTING = 0.06;

    private static final int MOST_WARM_UP = 20;
    private static final int LEAST_WARM_UP = 4;

    /** Of the p99 at half load. */
    private static final double LATENCY_FLOOR = 2;

    private static final double LATENCY_AIM = 1.3;

    private final Servers servers;
    private final Load load;

    Comparison(Servers servers, Load load) {
        this.servers = servers;
        this.load = load;
    }

    /** A burst, and what it cost. */
    private record Sample(Report report, double cpuMicros, int units) {

        double perSecond() {
            return report.perSecond() * units;
        }

        double p50() {
            return report.median() / 1000;
        }

        double p99() {
            return report.p99() / 1000;
        }
    }

    /** @throws IllegalStateException when one of the servers gives a wrong answer */
    void check(Cell cell) {
        cell.calls().forEach(call -> {
            var requests = call.requests().get();
            var one = new Requests(requests.wire().subList(0, 1), requests.number(), requests.first(), 1);
            var body = load.run(Job.collecting(port(call), one, 1, call.status()))
                    .bodies()
                    .getFirst();
            if (!body.contains(call.body())) {
                throw new IllegalStateException(cell.name() + ": " + call.path() + " of "
                        + call.server().text() + " answers " + body);
            }
        });
    }

    List<Row> run(Cell cell) {
        check(cell);
        cell.calls().forEach(this::warmUp);
        var samples = cell.calls().stream().map(_ -> new ArrayList<Sample>()).toList();
        for (var round = 0; round < ROUNDS; round++) {
            for (var i = 0; i < samples.size(); i++) {
                samples.get(i).add(burst(cell.calls().get(i)));
            }
        }
        var rows = new ArrayList<Row>();
        var ours = samples.getFirst();
        for (var i = 0; i < cell.others().size(); i++) {
            var other = cell.others().get(i);
            var theirs = samples.get(i + 1);
            rows.add(row(
                    Measure.COST,
                    cell,
                    other,
                    theirs,
                    ours,
                    Sample::cpuMicros,
                    ours,
                    theirs,
                    other.floor(),
                    other.aim()));
            if (other.isRaw()) {
                rows.add(latency(
                        cell,
                        other,
                        figure(ours).perSecond() / 2,
                        figure(theirs).perSecond() / 2));
            }
        }
        return rows;
    }

    private Row latency(Cell cell, Cell.Against other, double ourRate, double theirRate) {
        var ours = new ArrayList<Sample>();
        var theirs = new ArrayList<Sample>();
        for (var round = 0; round < LATENCY_ROUNDS; round++) {
            theirs.add(atRate(other.call(), theirRate));
            ours.add(atRate(cell.call(), ourRate));
        }
        return row(Measure.LATENCY, cell, other, ours, theirs, Sample::p99, ours, theirs, LATENCY_FLOOR, LATENCY_AIM);
    }

    private void warmUp(Call call) {
        var process = servers.get(call.server()).process();
        process.move(Pinned.BOTH_CORES);
        for (var i = 0; i < MOST_WARM_UP; i++) {
            var before = process.compilerSeconds();
            var started = System.nanoTime();
            burst(call);
            var share = (process.compilerSeconds() - before) / ((System.nanoTime() - started) / 1e9);
            if (i >= LEAST_WARM_UP && share < RESTING) {
                break;
            }
        }
        process.move(Pinned.SERVER_CORE);
    }

    private Sample burst(Call call) {
        var requests = call.requests().get();
        // A burst that uses its requests up is as long as they last.
        var seconds = requests.limit() > 0 ? 60 : SECONDS;
        return measured(call, Job.closed(port(call), requests, call.connections(), seconds, call.status()));
    }

    private Sample atRate(Call call, double rate) {
        var job = Job.open(port(call), call.requests().get(), call.connections(), LATENCY_SECONDS, rate, call.status());
        return measured(call, job);
    }

    private Sample measured(Call call, Job job) {
        var process = servers.get(call.server()).process();
        var before = process.cpuSeconds();
        var report = load.run(job);
        var used = process.cpuSeconds() - before;
        process.trimLog();
        return new Sample(report, used * 1e6 / report.answers() / call.units(), call.units());
    }

    private int port(Call call) {
        return servers.get(call.server()).port();
    }

    /** The quotient of the two lists, round by round and of their medians. */
    private static Row row(
            Measure measure,
            Cell cell,
            Cell.Against other,
            List<Sample> upper,
            List<Sample> lower,
            ToDoubleFunction<Sample> value,
            List<Sample> ours,
            List<Sample> theirs,
            double floor,
            double aim) {
        var rounds = IntStream.range(0, upper.size())
                .mapToDouble(i -> value.applyAsDouble(upper.get(i)) / value.applyAsDouble(lower.get(i)))
                .summaryStatistics();
        return new Row(
                measure,
                cell.name(),
                other.name(),
                figure(ours),
                figure(theirs),
                median(upper, value) / median(lower, value),
                rounds.getMin(),
                rounds.getMax(),
                floor,
                aim);
    }

    private static Figure figure(List<Sample> samples) {
        return new Figure(
                median(samples, Sample::cpuMicros),
                median(samples, Sample::perSecond),
                median(samples, Sample::p50),
                median(samples, Sample::p99));
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> value) {
        var sorted = samples.stream().mapToDouble(value).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
