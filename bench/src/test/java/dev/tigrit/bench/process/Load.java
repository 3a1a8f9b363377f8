package dev.tigrit.bench.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tigrit.bench.load.Job;
import dev.tigrit.bench.load.LoadGenerator;
import dev.tigrit.bench.load.Report;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The load generator's process. */
public final class Load implements AutoCloseable {

    private final Pinned process;
    private final BufferedWriter jobs;
    private final BufferedReader reports;

    public Load(Path folder) {
        process = Pinned.start(
                "load",
                folder,
                Pinned.LOAD_CORE,
                List.of(
                        Pinned.java(),
                        "-XX:+UseSerialGC",
                        "-Xmn128m",
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoadGenerator.class.getName()),
                Map.of(),
                true);
        jobs = new BufferedWriter(new OutputStreamWriter(process.process().getOutputStream(), UTF_8));
        reports = new BufferedReader(new InputStreamReader(process.process().getInputStream(), UTF_8));
    }

    /** Fails when an answer had another status than expected: such a figure says nothing. */
    public Report run(Job job) {
        try {
            jobs.write(JsonMapper.shared().writeValueAsString(job));
            jobs.newLine();
            jobs.flush();
            var line = reports.readLine();
            if (line == null) {
                throw new IllegalStateException("the load generator has ended, see load.log");
            }
            var report = JsonMapper.shared().readValue(line, Report.class);
            if (report.wrong() > 0) {
                throw new IllegalStateException(report.wrong() + " of " + report.answers() + " answers are not "
                        + job.status() + ": " + report.wrongSample());
            }
            return report;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
