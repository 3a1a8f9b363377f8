package dev.tigrit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.bench.process.Kind;
import dev.tigrit.bench.process.Server;
import dev.tigrit.bench.process.Servers;
import dev.tigrit.bench.result.Kept;
import dev.tigrit.bench.result.Markdown;
import dev.tigrit.bench.result.Measure;
import dev.tigrit.bench.result.Row;
import dev.tigrit.bench.result.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Measures, and writes what it measured; figures are no facts, so nothing of them is asserted. {@code make bench} runs it. */
class ComparisonBench {

    /** Part of the names of the wanted cells; empty: all, and only then the kept results are replaced. */
    private static final String WANTED = System.getProperty("bench", "");

    @Test
    void theServicesBesideTheirPeers() throws IOException, GeneralSecurityException {
        var rows = new ArrayList<Row>();
        try (var equipment = Equipment.start()) {
            var servers = equipment.servers();
            for (var kind : List.of(Kind.AUTH, Kind.SESSIONS, Kind.SECRETS)) {
                if (StartUp.name(kind).contains(WANTED)) {
                    add(rows, List.of(new StartUp(servers).run(kind)));
                }
            }
            var comparison = equipment.comparison();
            for (var cell : equipment.cells(WANTED)) {
                keepOnly(servers, cell.servers(), rows);
                add(rows, comparison.run(cell));
            }
            keepOnly(servers, Set.of(), rows);
        }
        assertThat(rows).isNotEmpty();
        var run = Run.now(Path.of(".."), rows);
        if (WANTED.isEmpty()) {
            Kept.keep(run, Path.of("").toAbsolutePath());
        }
    }

    /** Before a server stops, its memory is looked at. */
    private static void keepOnly(Servers servers, Set<Kind> kinds, List<Row> rows) {
        servers.running().stream()
                .filter(server -> server.kind().isService() && !kinds.contains(server.kind()))
                .forEach(server -> add(rows, List.of(memory(server))));
        servers.keep(kinds);
    }

    private static Row memory(Server server) {
        var resident = server.process().residentMiB();
        var small = server.kind() == Kind.SECRETS;
        return new Row(
                Measure.MEMORY,
                server.kind().text(),
                "",
                null,
                null,
                resident,
                resident,
                resident,
                small ? 180 : 230,
                small ? 150 : 190);
    }

    private static void add(List<Row> rows, List<Row> more) {
        rows.addAll(more);
        more.forEach(row -> System.out.println(Markdown.line(row)));
    }
}
