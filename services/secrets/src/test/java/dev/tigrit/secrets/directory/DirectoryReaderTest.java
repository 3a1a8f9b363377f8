package dev.tigrit.secrets.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tigrit.secrets.directory.DirectoryReader.KeyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DirectoryReaderTest {

    private static final int TURNS = 300;
    private static final String[] KEYS = {"A", "B", "C", "D", "E", "F", "G", "H"};

    @TempDir
    Path path;

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void readerRacingWithTurnsNeverMixesTwoGenerations() throws IOException {
        var folder = new Folder(path);
        folder.turn("g0", generation(0));
        var writer = CompletableFuture.runAsync(() -> turnManyTimes(folder));
        var reader = new DirectoryReader(path);

        var mixed = new LinkedHashSet<Set<KeyFile>>();
        var reads = 0;
        while (!writer.isDone() || reads == 0) {
            var values = valuesOf(reader);
            if (values.size() > 1) {
                mixed.add(values);
            }
            reads += values.isEmpty() ? 0 : 1;
        }

        assertThat(writer).isCompleted();
        assertThat(reads).isPositive();
        assertThat(mixed).isEmpty();
    }

    @Test
    void linkIsFollowedToTheGenerationBehindIt() throws IOException {
        var folder = new Folder(path);
        folder.turn("g0", "A", "zero", "GONE", "zero");

        folder.turn("g1", "A", "one");

        // The link GONE is still there, as the kubelet leaves it for a moment.
        assertThat(new DirectoryReader(path).read().keys()).containsOnlyKeys("A");
    }

    private static void turnManyTimes(Folder folder) {
        try {
            for (var turn = 1; turn <= TURNS; turn++) {
                folder.turn("g" + turn, generation(turn));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same text in each file of a generation. */
    private static String[] generation(int number) {
        var files = new String[KEYS.length * 2];
        for (var i = 0; i < KEYS.length; i++) {
            files[2 * i] = KEYS[i];
            files[2 * i + 1] = "generation " + number;
        }
        return files;
    }

    /** Distinct bytes; empty when the reader gave up because of too many turns, which is its right. */
    private static Set<KeyFile> valuesOf(DirectoryReader reader) {
        try {
            var generation = reader.read();
            assertThat(generation.keys()).containsOnlyKeys(KEYS);
            var values = new LinkedHashSet<KeyFile>();
            generation.keys().values().forEach(files -> values.add(withoutTime(files.current())));
            return values;
        } catch (IOException _) {
            return Set.of();
        }
    }

    private static KeyFile withoutTime(KeyFile file) {
        return switch (file) {
            case KeyFile.Content content -> new KeyFile.Content(content.bytes(), Folder.MTIME);
            case KeyFile.Unreadable unreadable -> unreadable;
        };
    }
}
