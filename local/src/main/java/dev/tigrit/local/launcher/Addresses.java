package dev.tigrit.local.launcher;

import dev.tigrit.local.process.Output;
import dev.tigrit.local.store.PostgresServer;
import dev.tigrit.local.store.RedisServer;
import java.util.List;

/** What a person wants to open once everything is ready. */
record Addresses(List<Service> services, Ports ports) {

    void print(Output output) {
        output.say("");
        for (var service : services) {
            output.say("%-12s %s   docs %s/docs/index.html   health %s/health"
                    .formatted(service.name(), service.url(), service.management(), service.url()));
        }
        output.say("%-12s redis://localhost:%d".formatted(RedisServer.NAME, ports.redis()));
        output.say("%-12s localhost:%d, databases %s and %s"
                .formatted(PostgresServer.NAME, ports.postgres(), PostgresServer.GAME, PostgresServer.TIGRIT));
        output.say("");
        output.say("the page: %s/ (development sign-in: be whoever you like)".formatted(Service.url(ports.game())));
        output.say("");
        output.say("ready: `make demo` in another terminal signs somebody in, Ctrl-C here stops everything");
    }
}
