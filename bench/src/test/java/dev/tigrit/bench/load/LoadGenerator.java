package dev.tigrit.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.json.JsonMapper;

/** Reads jobs from its input, one JSON document a line, and answers each with a report. */
public final class LoadGenerator {

    private LoadGenerator() {}

    public static void main(String[] arguments) throws IOException, InterruptedException, ExecutionException {
        var json = JsonMapper.shared();
        var jobs = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        try (var loops = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory())) {
            for (var line = jobs.readLine(); line != null; line = jobs.readLine()) {
                var report = Burst.start(json.readValue(line, Job.class), loops.next())
                        .get();
                System.out.println(json.writeValueAsString(report));
            }
        }
    }
}
