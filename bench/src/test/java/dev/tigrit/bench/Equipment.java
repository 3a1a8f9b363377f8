package dev.tigrit.bench;

import dev.tigrit.bench.process.Load;
import dev.tigrit.bench.process.Servers;
import dev.tigrit.bench.server.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/** What a run works with. */
record Equipment(Credentials credentials, Servers servers, Load load) implements AutoCloseable {

    static Equipment start() throws IOException, GeneralSecurityException {
        var folder = Path.of("target", "bench").toAbsolutePath();
        // What an earlier build was extracted to must not be measured.
        FileSystemUtils.deleteRecursively(folder);
        Files.createDirectories(folder);
        var credentials = Credentials.create();
        return new Equipment(credentials, new Servers(folder, credentials), new Load(folder));
    }

    Comparison comparison() {
        return new Comparison(servers, load);
    }

    /** @param wanted part of the names; empty: all of them */
    List<Cell> cells(String wanted) {
        return new Cells(credentials, new Sessions(servers, load, credentials.internalSecret()))
                .all().stream().filter(cell -> cell.name().contains(wanted)).toList();
    }

    @Override
    public void close() {
        load.close();
        servers.close();
    }
}
