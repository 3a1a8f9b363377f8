package dev.tigrit.local.launcher;

import dev.tigrit.local.process.Output;
import java.util.List;

/** What a person wants to open once everything is ready. */
record Addresses(List<Service> services, Ports ports) {

    void print(Output output) {
        output.say("");
        for (var service : services) {
            output.say("%-9s %s   docs %s/docs/index.html   health %s/health"
                    .formatted(service.name(), service.url(), service.management(), service.url()));
        }
        output.say("%-9s redis://localhost:%d".formatted(RedisServer.NAME, ports.redis()));
        output.say("");
        output.say("ready: `make demo` in another terminal signs somebody in, Ctrl-C here stops everything");
    }
}
